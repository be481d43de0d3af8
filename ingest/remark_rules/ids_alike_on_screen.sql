-- Ids that look the same as others and are not: letters composed in another way, or characters that cannot be seen.
-- Blanks without a break and joiners have their place within names: alone they are not told.
with texts as (
    select
        *,
        count(*) over (partition by role, nfc_normalize(id)) > 1 as is_composed_twice,
        without_unseen(id) <> id
        and (
            count(*) over (partition by role, without_unseen(id)) > 1
            or not starts_with(without_unseen(id), left(id, 1))
            or right(without_unseen(id), 1) <> right(id, 1)
            or regexp_matches(id, '[\x{AD}\x{200B}\x{2060}\x{FEFF}]')
        ) as has_unseen
    from event_ids
    where not is_word_for_nothing(id)
),

remarks as (
    select
        column_name,
        role,
        'that differs from another only in how its letters are composed' as form,
        events,
        id,
        '--normalize nfc makes them one' as advice
    from texts
    where is_composed_twice
    union all
    select
        column_name,
        role,
        'with blanks at an end, or characters that cannot be seen' as form,
        events,
        id,
        '--normalize visible leaves these characters out' as advice
    from texts
    where has_unseen
)

select
    remarks.column_name,
    'events have ' || with_article(role) || ' ' || form as what,
    sum(remarks.events) as found,
    any_value(id_facts.events) as total,
    list(remarks.id order by nfc_normalize(remarks.id), remarks.id)[:3] as examples,
    advice
from remarks
inner join id_facts using (role)
group by remarks.column_name, role, form, advice
