-- Times that went through numbers of too few digits. Whole days are multiples of 128 seconds, too.
with exponents as (
    select
        column_name,
        'times are written with few digits, such as 1.68e+12: seconds were lost, so that events share a time' as what,
        count(*) as found,
        any_value(text) as example,
    from event_times
    where contains(lower(text), 'e+') and regexp_full_match(text, '[0-9]([.][0-9]+)?[eE][+]?[0-9]+')
    group by column_name
),

floats as (
    select
        column_name,
        'times are multiples of 128 seconds, as of a 32-bit float' as what,
        count(*) as found,
        null as example,
    from time_samples
    where seconds is not null
    group by column_name
    having
        bool_and(seconds % threshold('seconds_of_a_float') = 0)
        and not bool_and(seconds % threshold('seconds_of_a_day') = 0)
        and count(distinct seconds) > 1
),

remarks as (
    select * from exponents
    union all
    select * from floats
)

select
    remarks.column_name,
    remarks.what,
    case when remarks.example is null then time_facts.times else remarks.found end as found,
    time_facts.times as total,
    case when remarks.example is null then [] else [remarks.example] end as examples,
    'export them again as whole numbers' as advice,
from remarks
cross join time_facts
where time_facts.times >= threshold('events_to_judge')
union all
select
    column_name,
    'events are at one time' as what,
    times as found,
    times as total,
    [strftime(make_timestamp((earliest * 1000000)::bigint), '%Y-%m-%d %H:%M:%S')] as examples,
    'no split by time can part them: look whether it is the right column' as advice,
from time_facts
where earliest = latest and times >= threshold('events_to_judge')
