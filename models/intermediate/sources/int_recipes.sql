{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}, belongs_to='dataset_id') }}

-- The one place where a blank cell of seeds/recipes.csv becomes the documented default. One that is no number is read
-- as blank, and fails recipes_are_valid, which names the line.
with recipes as (
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
    from {{ ref('recipes') }}
),

datasets as (
    select dataset_id
    from {{ ref('int_landed_datasets') }}
),

fill_defaults as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        coalesce(recipes.duplicate_policy, 'last') as duplicate_policy,
        recipes.min_rating,
        coalesce(recipes.core_scope, 'train') as core_scope,
        case when recipes.core_scope = 'none' then 0 else coalesce(recipes.core_users, 5) end as core_users,
        case when recipes.core_scope = 'none' then 0 else coalesce(recipes.core_items, 5) end as core_items,
        coalesce(recipes.split, 'global_time') as split,
        -- fractions mean something for the global time split only
        case when coalesce(recipes.split, 'global_time') = 'global_time' then coalesce(recipes.valid_fraction, 0.1) end
            as valid_fraction,
        case when coalesce(recipes.split, 'global_time') = 'global_time' then coalesce(recipes.test_fraction, 0.1) end
            as test_fraction,
        recipes.max_history,
        coalesce(recipes.min_co_raters, 5) as min_co_raters,
        coalesce(recipes.neighbors, 50) as neighbors,
        recipes.user_neighbors,
        datasets.dataset_id is not null as is_landed
    from recipes
    left join datasets on datasets.dataset_id = recipes.dataset_id
),

int_recipes as (
    select
        *,
        {{ narrow_key('recipe_id') }} as recipe_key,
        {{ narrow_key('dataset_id') }} as dataset_key,
        -- a fraction of 0 asks for no such part
        case
            when split = 'none' then {{ list_of(["'all'"]) }}
            when valid_fraction = 0 and test_fraction = 0 then {{ list_of(["'train'"]) }}
            when valid_fraction = 0 then {{ list_of(["'train'", "'test'"]) }}
            when test_fraction = 0 then {{ list_of(["'train'", "'valid'"]) }}
            else {{ list_of(["'train'", "'valid'", "'test'"]) }}
        end as parts
    from fill_defaults
)

select * from int_recipes
