-- Recipes that split first and filter to a core afterwards (or not at all).
with recipes as (
    select
        recipe_key,
        valid_fraction,
        test_fraction
    from {{ ref('int_recipes') }}
    where
        split = 'global_time'
        and core_scope <> 'all'
),

events as (
    select
        recipe_key,
        rated_at
    from {{ ref('int_recipe_events') }}
    where
        dropped_at_step is null
        and recipe_key in (select recipes.recipe_key from recipes)
),

{{ global_time_cuts('events', 'recipes') }},

int_cuts_before_core as (
    select * from global_time_cuts
)

select * from int_cuts_before_core
