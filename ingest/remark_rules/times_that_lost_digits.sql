-- Times that went through numbers of too few digits, and share a value. What is written by days or hours is no such:
-- a day's beginning is a multiple of 128 seconds in many zones.
with exponents as (
    select
        column_name,
        'times are written with few digits, such as 1.68e+12: seconds were lost, so that events share a time' as what,
        count(*) as found,
        any_value(text) as example
    from event_times
    where
        contains(lower(text), 'e')
        and regexp_full_match(text, '[0-9]([.][0-9]+)?[eE][+]?[0-9]+')
        -- 1.521259569e+09 has all of its ten digits
        and length(regexp_extract(text, '[.]([0-9]+)', 1))
        < least(regexp_extract(text, '[eE][+]?0*([0-9]+)', 1)::integer, 9)
    group by column_name
),

sampled_roundings as (
    select
        column_name,
        seconds,
        unnest(roundings(number, seconds)) as rounding
    from time_samples
    -- hours and minutes of dates in digits are no seconds that were lost
    where seconds is not null and not exists (from exponents) and not exists (from date_patterns)
),

suspected as (
    select rounding
    from sampled_roundings
    group by rounding
    having
        count(*) >= threshold('share_of_most') * (select count(*) from time_samples where seconds is not null)
        and count(distinct seconds % threshold('seconds_of_an_hour')) > 1
),

floats as (
    select
        event_times.column_name,
        'times ' || suspected.rounding || ', so that events share a time' as what,
        count(*) as found,
        null as example
    from event_times
    inner join suspected on list_contains(roundings(event_times.number, event_times.seconds), suspected.rounding)
    group by event_times.column_name, suspected.rounding
),

remarks as (
    from exponents
    union all
    from floats
)

select
    remarks.column_name,
    remarks.what,
    remarks.found,
    time_facts.times as total,
    case when remarks.example is null then [] else [remarks.example] end as examples,
    'export them again as whole numbers' as advice
from remarks
cross join time_facts
where time_facts.times >= threshold('events_to_judge')
