-- Numbers that are dates on the calendar, or days, hours or minutes since 1970, and were read as Unix times; and times
-- before the web had ratings, or after the file was landed. What is of another form is told as that alone.
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
),

units as (
    select unnest([
        {'unit': 'days', 'seconds_of_unit': 86400},
        {'unit': 'hours', 'seconds_of_unit': 3600},
        {'unit': 'minutes', 'seconds_of_unit': 60}
    ], recursive := true)
),

other_forms as (
    select
        time_facts.column_name,
        dates.found,
        'times are dates in digits, and were read as Unix times' as what,
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
    union all
    select
        time_facts.column_name,
        time_facts.times,
        'times look like ' || units.unit || ' since 1970, and were read as Unix times',
        [format('{:.0f}', time_facts.earliest), format('{:.0f}', time_facts.latest)],
        'write them as seconds: ' || units.seconds_of_unit || ' a unit'
    from time_facts
    inner join units
        on time_facts.earliest * units.seconds_of_unit >= threshold('first_second')
            and time_facts.latest * units.seconds_of_unit <= epoch(now())
            and time_facts.earliest < time_facts.latest
            and time_facts.latest < threshold('first_second')
    where
        time_facts.times >= threshold('events_to_judge')
        and not exists (from dates)
        and not exists (from time_samples where number is null or number <> floor(number))
),

suspicious as (
    select *
    from time_facts
    where
        (earliest < threshold('first_second') or latest > epoch(now()) + threshold('seconds_of_a_day'))
        and not exists (from other_forms)
),

counted as (
    select
        count(*) filter (event_times.seconds < threshold('first_second')) as before_era,
        count(*) filter (event_times.seconds > epoch(now()) + threshold('seconds_of_a_day')) as after_landing
    from event_times
    cross join suspicious
),

out_of_era as (
    select
        before_era as found,
        'events lie before 1995' as what,
        earliest as example,
        '--from-time 1995-01-01 leaves them out' as advice
    from counted
    cross join suspicious
    union all
    select
        after_landing,
        'events lie after this landing',
        latest,
        '--to-time leaves out what lies after it'
    from counted
    cross join suspicious
)

select
    time_facts.column_name,
    out_of_era.what,
    out_of_era.found,
    time_facts.times as total,
    [strftime(make_timestamp((out_of_era.example * 1000000)::bigint), '%Y-%m-%d %H:%M:%S')] as examples,
    case
        when out_of_era.found = time_facts.times
            then 'look whether it is a time: --time-format says how it is written'
        else out_of_era.advice
    end as advice
from out_of_era
cross join time_facts
where out_of_era.found > 0
union all
select
    other_forms.column_name,
    other_forms.what,
    other_forms.found,
    time_facts.times,
    other_forms.examples,
    other_forms.advice
from other_forms
cross join time_facts
