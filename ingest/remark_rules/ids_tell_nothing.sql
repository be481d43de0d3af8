-- Where each event has a user (item) of its own, or all have one, there is nothing to learn from them. A sample tells:
-- where ids come twice on average, one of them does so in the sample, too.
select
    column_name,
    case
        when ids = 1 then 'events have the same ' || role
        else 'events have each ' || with_article(role) || ' of its own'
    end as what,
    events as found,
    events as total,
    [most_common] as examples,
    'look whether it is the right column' as advice
from id_facts
where
    events >= threshold('events_to_judge')
    and (
        ids = 1
        or ids = sampled and (sampled = events or sampled * sampled >= threshold('repeats_expected') * events)
    )
