-- Users and items of valid and test that train does not have: those that were taken out for it
-- (core on train), and those that stayed (other recipes).
with recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
),

entity_counts as (
    select
        recipe_id,
        split,
        kind,
        entity_index
    from {{ ref('int_split_entity_counts') }}
),

fate_counts as (
    select
        recipe_key,
        split,
        interactions
    from {{ ref('int_fate_counts') }}
    where dropped_at_step = 'cold'
),

-- whoever keeps an event is in the core of train
entity_fates as (
    select
        recipe_key,
        kind,
        is_cold_in_valid,
        is_cold_in_test,
        entities
    from {{ ref('int_entity_fates') }}
    where steps_survived < {{ dropping_steps() | length }}
),

count_kept as (
    select
        held_out.recipe_id,
        held_out.split,
        sum(case when held_out.kind = 'user' then 1 else 0 end) as cold_users,
        sum(case when held_out.kind = 'item' then 1 else 0 end) as cold_items
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
        recipe_key,
        split,
        interactions,
        0 as users,
        0 as items
    from fate_counts
    {% for split in ['valid', 'test'] %}
    union all
    select
        recipe_key,
        '{{ split }}' as split,
        0 as interactions,
        case kind when 'user' then entities else 0 end as users,
        case kind when 'item' then entities else 0 end as items
    from entity_fates
    where is_cold_in_{{ split }}
    {% endfor %}
),

sum_removed as (
    select
        recipes.recipe_id,
        count_removed.split,
        cast(sum(count_removed.interactions) as bigint) as removed_interactions,
        cast(sum(count_removed.users) as bigint) as removed_users,
        cast(sum(count_removed.items) as bigint) as removed_items
    from count_removed
    inner join recipes on recipes.recipe_key = count_removed.recipe_key
    group by
        recipes.recipe_id,
        count_removed.split
),

int_cold_entities as (
    select
        coalesce(count_kept.recipe_id, sum_removed.recipe_id) as recipe_id,
        coalesce(count_kept.split, sum_removed.split) as split,
        coalesce(count_kept.cold_users, 0) as cold_users,
        coalesce(count_kept.cold_items, 0) as cold_items,
        coalesce(sum_removed.removed_interactions, 0) as cold_interactions_removed,
        coalesce(sum_removed.removed_users, 0) as cold_users_removed,
        coalesce(sum_removed.removed_items, 0) as cold_items_removed
    from count_kept
    full outer join sum_removed
        on
            sum_removed.recipe_id = count_kept.recipe_id
            and sum_removed.split = count_kept.split
)

select * from int_cold_entities
