-- Words where there is no value; and a 0 where ids do not begin with it: where 1 is none, and it has more events than is usual.
with nothing as (
    select
        role,
        event_ids.column_name,
        event_ids.id,
        event_ids.events,
        id_facts.events as all_events
    from event_ids
    inner join id_facts using (role)
    where
        (is_word_for_nothing(event_ids.id) or role = 'user' and is_word_for_nobody(event_ids.id))
        and not (
            event_ids.id = '-1'
            and exists (select 1 from event_ids as others where others.role = id_facts.role and others.id = '-2')
        )
        or event_ids.id in ('0', '0.0')
        and event_ids.events * id_facts.ids > threshold('times_the_usual') * id_facts.events
        and id_facts.ids >= threshold('ids_to_judge')
        and not exists (select 1 from event_ids as ones where ones.role = id_facts.role and ones.id in ('1', '1.0'))
)

select
    column_name,
    'events have a word for nothing as their ' || role as what,
    sum(events) as found,
    any_value(all_events) as total,
    list(id order by events desc, id) as examples,
    'leave them out with --no-' || role as advice
from nothing
group by role, column_name
