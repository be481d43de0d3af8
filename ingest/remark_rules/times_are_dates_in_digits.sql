-- Numbers that are dates on the calendar, and were read as Unix times.
with read_as_dates as (
    select
        coalesce(text, number::bigint::varchar) as delivered,
        list_filter(
            dates_in(digits_of(text, number)),
            lambda one: is_in_era(one.date) and list_contains(wanted, one.pattern)
        ) as dates
    from event_times
    cross join (
        select list(pattern) as wanted
        from date_patterns
        having count(*) > 0
    )
    where number is not null
),

dates as (
    select
        count(*) as found,
        list(distinct delivered order by delivered)[:3] as examples,
        (
            select string_agg('''' || pattern || '''', ' or ' order by pattern)
            from date_patterns
        ) as patterns
    from read_as_dates
    where dates <> []
    having found > 0
)

select
    time_facts.column_name,
    'times are dates in digits, and were read as Unix times' as what,
    dates.found,
    time_facts.times as total,
    dates.examples,
    case
        when contains(lower(dates.examples[1]), 'e') then 'export them again as text'
        when contains(dates.examples[1], '.0')
            then '--time-format ' || replace(dates.patterns, ''' ', '.0'' ')[:-2] || '.0'' reads them'
        else '--time-format ' || dates.patterns || ' reads them'
    end as advice
from dates
cross join time_facts
where time_facts.times >= threshold('events_to_judge')
