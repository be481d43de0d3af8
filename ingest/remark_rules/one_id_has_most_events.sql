-- A user or an item with most of the events stands for nobody in particular, whatever it is called.
select
    event_ids.column_name,
    'events have one and the same ' || role as what,
    event_ids.events as found,
    id_facts.events as total,
    [event_ids.id] as examples,
    'if it stands for nobody, leave it out with --no-' || role as advice
from event_ids
inner join id_facts using (role)
where
    event_ids.events > threshold('share_of_one_id') * id_facts.events
    and id_facts.events >= threshold('events_to_judge')
    and id_facts.ids >= threshold('ids_to_judge')
