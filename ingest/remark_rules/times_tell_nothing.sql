-- One time for all.
select
    column_name,
    'events are at one time' as what,
    times as found,
    times as total,
    [strftime(make_timestamp((earliest * 1000000)::bigint), '%Y-%m-%d %H:%M:%S')] as examples,
    'no split by time can part them: look whether it is the right column' as advice
from time_facts
where earliest = latest and times >= threshold('events_to_judge')
