-- Users and items of valid and test that train does not have: those that were taken out for it
-- (core on train), and those that stayed (other recipes).
with recipes as (
    select
        recipe_key,
        recipe_id,
    from {{ ref('int_recipes') }}
),

entity_counts as (
    select
        recipe_id,
        split,
        kind,
        entity_index,
    from {{ ref('int_split_entity_counts') }}
),

fates as (
    select
        recipe_key,
        split,
        user_key,
        item_key,
    from {{ ref('int_event_fates') }}
    where dropped_at_step = 'cold'
),

core as (
    select
        recipe_key,
        entity_key,
    from {{ ref('int_core') }}
    where settled_in_round is null
),

count_kept as (
    select
        held_out.recipe_id,
        held_out.split,
        sum(case when held_out.kind = 'user' then 1 else 0 end) as cold_users,
        sum(case when held_out.kind = 'item' then 1 else 0 end) as cold_items,
    from entity_counts as held_out
    left join entity_counts as train
        on
            train.recipe_id = held_out.recipe_id
            and train.split = 'train'
            and train.kind = held_out.kind
            and train.entity_index = held_out.entity_index
    where
        held_out.split in ('valid', 'test')
        and train.entity_index is null
    group by
        held_out.recipe_id,
        held_out.split
),

count_removed as (
    select
        recipes.recipe_id,
        fates.split,
        count(*) as removed_interactions,
        count(distinct case when users.entity_key is null then fates.user_key end) as removed_users,
        count(distinct case when items.entity_key is null then fates.item_key end) as removed_items,
    from fates
    inner join recipes on recipes.recipe_key = fates.recipe_key
    left join core as users
        on
            users.recipe_key = fates.recipe_key
            and users.entity_key = fates.user_key
    left join core as items
        on
            items.recipe_key = fates.recipe_key
            and items.entity_key = fates.item_key
    group by
        recipes.recipe_id,
        fates.split
),

int_cold_entities as (
    select
        coalesce(count_kept.recipe_id, count_removed.recipe_id) as recipe_id,
        coalesce(count_kept.split, count_removed.split) as split,
        coalesce(count_kept.cold_users, 0) as cold_users,
        coalesce(count_kept.cold_items, 0) as cold_items,
        coalesce(count_removed.removed_interactions, 0) as cold_interactions_removed,
        coalesce(count_removed.removed_users, 0) as cold_users_removed,
        coalesce(count_removed.removed_items, 0) as cold_items_removed,
    from count_kept
    full outer join count_removed
        on
            count_removed.recipe_id = count_kept.recipe_id
            and count_removed.split = count_kept.split
)

select * from int_cold_entities
