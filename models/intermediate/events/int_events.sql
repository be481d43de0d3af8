-- Every landed interaction, once, whatever the number of recipes.
with interactions as (
    select
        dataset_id,
        source_row,
        user_id,
        item_id,
        rating,
        rated_at,
    from {{ ref('int_interactions') }}
),

users as (
    select
        dataset_id,
        entity_id,
        entity_key,
    from {{ ref('int_entities') }}
    where kind = 'user'
),

items as (
    select
        dataset_id,
        entity_id,
        entity_key,
    from {{ ref('int_entities') }}
    where kind = 'item'
),

replace_ids_by_keys as (
    select
        interactions.dataset_id,
        interactions.source_row,
        users.entity_key as user_key,
        items.entity_key as item_key,
        interactions.rating,
        interactions.rated_at,
    from interactions
    inner join users
        on
            users.dataset_id = interactions.dataset_id
            and users.entity_id = interactions.user_id
    inner join items
        on
            items.dataset_id = interactions.dataset_id
            and items.entity_id = interactions.item_id
),

-- The same user and item again is a duplicate. Which of them stays is the recipe's choice, so
-- both ends are marked here. Events are ordered by time, then by source row: a total order.
--
-- Partitions of users, with items within, and not of pairs: the rows of a user come out side by
-- side. Nothing relies on that, but every later step that groups by user is two to four times as
-- fast for it (docs/decisions/0002).
int_events as (
    select
        dataset_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        coalesce(lag(item_key) over user_items_by_time <> item_key, true) as is_first_of_pair,
        coalesce(lead(item_key) over user_items_by_time <> item_key, true) as is_last_of_pair,
    from replace_ids_by_keys
    window
        user_items_by_time as (
            partition by user_key
            order by item_key, rated_at, source_row
        )
)

select * from int_events
