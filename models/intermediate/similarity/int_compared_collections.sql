{{ config(materialized='view') }}

-- What is compared with each other: the items of each recipe as sets of their raters, and its users as sets of what
-- they rated, where they are compared. Users with one or two items are not. Where a recipe asks for no number of
-- similar users, it gets as many as similar items.
with recipes as (
    select
        recipe_key,
        min_co_raters,
        neighbors,
        user_neighbors
    from {{ ref('int_recipes') }}
),

estimates as (
    select
        recipe_key,
        kind,
        smallest_size
    from {{ ref('int_pair_estimates') }}
    where is_compared
),

int_compared_collections as (
    select
        case estimates.kind
            when 'user' then {{ collection_of('user', 'recipes.recipe_key') }}
            else {{ collection_of('item', 'recipes.recipe_key') }}
        end as collection,
        recipes.recipe_key,
        estimates.kind,
        recipes.min_co_raters as min_shared,
        estimates.smallest_size,
        case estimates.kind
            when 'user' then coalesce(recipes.user_neighbors, recipes.neighbors)
            else recipes.neighbors
        end as neighbors
    from recipes
    inner join estimates on estimates.recipe_key = recipes.recipe_key
)

select * from int_compared_collections
