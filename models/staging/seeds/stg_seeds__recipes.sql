with source as (
    select * from {{ ref('recipes') }}
),

stg_seeds__recipes as (
    select
        recipe_id,
        dataset_id,
        duplicate_policy,
        core_scope,
        split,
        {{ try_cast('min_rating', 'double') }} as min_rating,
        {{ try_cast('core_users', 'integer') }} as core_users,
        {{ try_cast('core_items', 'integer') }} as core_items,
        -- decimals, so that n * (1 - v - t) is exact and the cut is the same event everywhere
        {{ try_cast('valid_fraction', 'decimal(9, 6)') }} as valid_fraction,
        {{ try_cast('test_fraction', 'decimal(9, 6)') }} as test_fraction,
        {{ try_cast('max_history', 'integer') }} as max_history,
        {{ try_cast('min_co_raters', 'integer') }} as min_co_raters,
        {{ try_cast('neighbors', 'integer') }} as neighbors,
        {{ try_cast('user_neighbors', 'integer') }} as user_neighbors
    from source
)

select * from stg_seeds__recipes
