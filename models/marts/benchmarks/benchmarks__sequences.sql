{{ config(materialized='view') }}

-- A view over one list a user: a line exists only while it is read.
with recipes as (
    select
        recipe_id,
        split,
        core_users,
        max_history,
    from {{ ref('int_shown_recipes') }}
),

user_histories as (
    select
        recipe_id,
        user_index,
        item_indexes,
        rated_at_times,
        interactions,
        valid_interactions,
        test_interactions,
    from {{ ref('benchmarks__user_histories') }}
),

-- Each event but the first is the target of a line; all before it are its history. Train comes
-- before valid and valid before test in every user's list, so the position tells the split.
take_each_event_as_target as (
    select
        recipe_id,
        user_index,
        item_indexes,
        rated_at_times,
        interactions - valid_interactions - test_interactions as train_interactions,
        valid_interactions,
        {{ unnest_positions('interactions') }} as position,
    from user_histories
),

name_the_split as (
    select
        take_each_event_as_target.*,
        recipes.max_history,
        recipes.core_users,
        case
            when recipes.split = 'none' then 'all'
            when position <= train_interactions then 'train'
            when position <= train_interactions + valid_interactions then 'valid'
            else 'test'
        end as split,
    from take_each_event_as_target
    inner join recipes on recipes.recipe_id = take_each_event_as_target.recipe_id
),

sequences as (
    select
        recipe_id,
        split,
        user_index,
        {{ list_part(
            'item_indexes',
            'greatest(1, position - coalesce(max_history, position))',
            'position - 1',
        ) }} as history,
        {{ list_element('item_indexes', 'position') }} as target_item_index,
        {{ list_element('rated_at_times', 'position') }} as rated_at,
        position,
    from name_the_split
    where
        position >= 2
        -- a train line needs as many events as the core asks of a user, target included
        and (split in ('valid', 'test') or position >= core_users)
)

select * from sequences
