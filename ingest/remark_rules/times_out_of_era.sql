-- Before the web had ratings, or after the file was landed.
with suspicious as (
    select *
    from time_facts
    where earliest < threshold('first_second') or latest > epoch(now()) + threshold('seconds_of_a_day')
),

counted as (
    select
        count(*) filter (event_times.seconds < threshold('first_second')) as before_era,
        count(*) filter (event_times.seconds > epoch(now()) + threshold('seconds_of_a_day')) as after_landing,
    from event_times
    cross join suspicious
),

remarks as (
    select
        before_era as found,
        'events lie before 1995' as what,
        earliest as example,
        '--from-time 1995-01-01 leaves them out' as advice,
    from counted
    cross join suspicious
    union all
    select
        after_landing,
        'events lie after this landing',
        latest,
        '--to-time leaves out what lies after it',
    from counted
    cross join suspicious
)

select
    time_facts.column_name,
    remarks.what,
    remarks.found,
    time_facts.times as total,
    [strftime(make_timestamp((remarks.example * 1000000)::bigint), '%Y-%m-%d %H:%M:%S')] as examples,
    case
        when remarks.found = time_facts.times
            then 'look whether it is a time: --time-format says how it is written'
        else remarks.advice
    end as advice,
from remarks
cross join time_facts
where remarks.found > 0
