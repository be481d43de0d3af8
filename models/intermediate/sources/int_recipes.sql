{{ config(versions='rows', partition_by={'recipe': 'recipe_id'}, belongs_to='dataset_id') }}

-- Recipes that can be made, and what they are made by; nothing that says which line asked for them.
with asked_recipes as (
    select
        recipe_id,
        dataset_id,
        protocol_id,
        duplicate_policy,
        min_rating,
        core_scope,
        core_users,
        core_items,
        split,
        valid_fraction,
        test_fraction,
        max_history,
        min_co_raters,
        neighbors,
        user_neighbors
    from {{ ref('int_asked_recipes') }}
    where problem is null
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
    from asked_recipes
)

select * from int_recipes
