{{ config(materialized='view') }}

-- A view over one list a user: a line exists only while it is read.
with recipes as (
    select
        recipe_key,
        recipe_id,
        split,
        min_train_length,
        max_history
    from {{ ref('int_recipes') }}
),

user_histories as (
    select
        recipe_id,
        dataset_id,
        user_index,
        item_indexes,
        rated_at_times,
        interactions,
        valid_interactions,
        test_interactions
    from {{ ref('benchmarks__user_histories') }}
),

-- A join writes the lists of its rows out, so that it comes before there are many rows of one list.
histories_of_recipes as (
    select
        user_histories.recipe_id,
        user_histories.dataset_id,
        user_histories.user_index,
        user_histories.item_indexes,
        user_histories.rated_at_times,
        user_histories.interactions,
        user_histories.interactions
        - user_histories.valid_interactions
        - user_histories.test_interactions as train_interactions,
        user_histories.valid_interactions,
        recipes.split as split_method,
        recipes.min_train_length,
        recipes.max_history
    from user_histories
    inner join recipes on recipes.recipe_id = user_histories.recipe_id
),

-- Each event but the first is the target of a line; all before it are its history. Train comes
-- before valid and valid before test in every user's list, so the position tells the split.
take_each_event_as_target as (
    select
        *,
        {{ unnest_positions('interactions') }} as position
    from histories_of_recipes
),

name_the_split as (
    select
        *,
        case
            when split_method = 'none' then 'all'
            when position <= train_interactions then 'train'
            when position <= train_interactions + valid_interactions then 'valid'
            else 'test'
        end as split
    from take_each_event_as_target
),

benchmarks__sequences as (
    select
        recipe_id,
        dataset_id,
        split,
        user_index,
        {{ list_part(
            'item_indexes',
            'greatest(1, position - coalesce(max_history, position))',
            'position - 1'
        ) }} as history,
        {{ list_element('item_indexes', 'position') }} as target_item_index,
        {{ list_element('rated_at_times', 'position') }} as rated_at,
        position
    from name_the_split
    where
        position >= 2
        -- target included
        and (split in ('valid', 'test') or position >= min_train_length)
)

select * from benchmarks__sequences
