{{ config(partition_by={}) }}

with benchmarks__recipes as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        duplicate_policy,
        min_rating,
        core_users,
        core_items,
        core_scope,
        split,
        valid_fraction,
        test_fraction,
        max_history,
        min_co_raters,
        neighbors,
        user_neighbors,
        is_landed,
        problem
    from {{ ref('int_asked_recipes') }}
)

select * from benchmarks__recipes
