-- What is known of the items, users and events of the dataset $dataset_id by lists and columns of one's own: role, name
-- of the column, and whether an item (user) has several values in it.
with values_of_one as (
    select
        'item' as "role",
        attribute as name,
        count(*) as values_found
    from catalog.item_attributes
    where dataset_id = $dataset_id
    group by item_id, attribute
    union all
    select
        'user' as "role",
        attribute as name,
        count(*) as values_found
    from catalog.user_attributes
    where dataset_id = $dataset_id
    group by user_id, attribute
),

-- all events of a dataset have the same columns
one_event as (
    select any_value(context) as context
    from catalog.event_context
    where dataset_id = $dataset_id
),

columns_of_events as (
    select unnest(json_keys(context)) as name
    from one_event
)

select
    "role",
    name,
    max(values_found) > 1 as has_several
from values_of_one
group by "role", name
union all
select
    'event' as "role",
    name,
    false as has_several
from columns_of_events
order by "role", name
