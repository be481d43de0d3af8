{{ config(materialized='view') }}

-- The recipes whose users are compared, and what they ask for. Where it asks for no number of
-- similar users, it gets as many as similar items. Users with one or two items are not compared.
with recipes as (
    select
        recipe_key,
        min_co_raters,
        coalesce(user_neighbors, neighbors) as neighbors
    from {{ ref('int_recipes') }}
),

estimates as (
    select
        recipe_key,
        is_compared
    from {{ ref('int_pair_estimates') }}
    where kind = 'user'
)

select
    recipes.recipe_key as collection,
    recipes.min_co_raters as min_shared,
    {{ smallest_user() }} as min_size,
    recipes.neighbors
from recipes
inner join estimates on estimates.recipe_key = recipes.recipe_key
where estimates.is_compared
