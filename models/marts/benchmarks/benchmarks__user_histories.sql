{{ config(materialized='view') }}

-- The public form of int_user_histories.
with benchmarks__user_histories as (
    select
        recipe_id,
        dataset_id,
        user_index,
        item_indexes,
        rated_at_times,
        interactions,
        valid_interactions,
        test_interactions
    from {{ ref('int_user_histories') }}
)

select * from benchmarks__user_histories
