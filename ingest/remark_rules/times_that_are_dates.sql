-- Numbers that are dates on the calendar, and as Unix seconds or milliseconds lie in 1970, 1976 or 2033, or within a
-- day. The whole column tells: each value is a date, which few Unix times are.
with suspicious as (
    select
        column_name,
        times,
    from time_facts
    where
        times >= threshold('events_to_judge')
        and earliest < latest
        and (
            latest < threshold('first_second')
            or earliest > epoch(now())
            or latest - earliest < threshold('seconds_of_a_day')
        )
        and not exists (select 1 from time_samples where number is null)
),

distinct_numbers as (
    select
        event_times.number::bigint::varchar as digits,
        any_value(coalesce(event_times.text, event_times.number::bigint::varchar)) as delivered,
        count(*) as events,
    from event_times
    cross join suspicious
    group by digits
),

read_as_dates as (
    select
        delivered,
        events,
        unnest([
            {'pattern': '%Y%m%d', 'date': case when length(digits) = 8 then try_strptime(digits, '%Y%m%d') end},
            {'pattern': '%y%m%d%H', 'date': case when length(digits) = 8 then try_strptime(digits, '%y%m%d%H') end},
            {'pattern': '%Y%m%d%H', 'date': case when length(digits) = 10 then try_strptime(digits, '%Y%m%d%H') end},
            {'pattern': '%y%m%d%H%M', 'date': case when length(digits) = 10 then try_strptime(digits, '%y%m%d%H%M') end},
            {'pattern': '%Y%m%d%H%M', 'date': case when length(digits) = 12 then try_strptime(digits, '%Y%m%d%H%M') end}
        ], recursive := true),
    from distinct_numbers
),

judged as (
    select
        pattern,
        sum(events) as events,
        list(delivered order by delivered)[:3] as examples,
        bool_and(coalesce(date between timestamp '1990-01-01' and now()::timestamp, false)) as are_dates,
    from read_as_dates
    group by pattern
)

select
    suspicious.column_name,
    'times are dates in digits, and were read as Unix times' as what,
    judged.events as found,
    suspicious.times as total,
    judged.examples,
    '--time-format ''' || judged.pattern
    || case when contains(judged.examples[1], '.0') then '.0' else '' end || ''' reads them' as advice,
from judged
cross join suspicious
where judged.are_dates
