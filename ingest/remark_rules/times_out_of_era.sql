-- Days, hours or minutes since 1970 that were read as Unix times; and times before the web had ratings, or after the
-- file was landed. What is of another form, such as dates in digits, is told as that alone.
with units as (
    select unnest([
        {'unit': 'days', 'seconds_of_unit': 86400},
        {'unit': 'hours', 'seconds_of_unit': 3600},
        {'unit': 'minutes', 'seconds_of_unit': 60}
    ], recursive := true)
),

told_as_dates as (
    select 1
    from time_facts
    where times >= threshold('events_to_judge') and exists (from date_patterns)
),

other_units as (
    select
        time_facts.column_name,
        'times look like ' || units.unit || ' since 1970, and were read as Unix times' as what,
        time_facts.times,
        [format('{:.0f}', time_facts.earliest), format('{:.0f}', time_facts.latest)] as examples,
        'write them as seconds: ' || units.seconds_of_unit || ' a unit' as advice
    from time_facts
    inner join units
        on time_facts.earliest * units.seconds_of_unit >= threshold('first_second')
            and time_facts.latest * units.seconds_of_unit <= epoch(now())
            and time_facts.earliest < time_facts.latest
            and time_facts.latest < threshold('first_second')
    where
        time_facts.times >= threshold('events_to_judge')
        and not exists (from told_as_dates)
        and not exists (from time_samples where number is null or number <> floor(number))
),

suspicious as (
    select *
    from time_facts
    where
        (earliest < threshold('first_second') or latest > epoch(now()) + threshold('seconds_of_a_day'))
        and not exists (from told_as_dates)
        and not exists (from other_units)
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
    column_name,
    what,
    times,
    times,
    examples,
    advice
from other_units
