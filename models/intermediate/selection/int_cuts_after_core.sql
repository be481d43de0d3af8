-- Recipes that filter everything to a core first and split what is left: the custom of the field.
with recipes as (
    select
        recipe_key,
        valid_fraction,
        test_fraction
    from {{ ref('int_recipes') }}
    where
        split = 'global_time'
        and core_scope = 'all'
),

events as (
    select
        recipe_key,
        rated_at
    from {{ ref('int_core_outcomes') }}
    where
        dropped_at_step is null
        and recipe_key in (select recipes.recipe_key from recipes)
),

{{ global_time_cuts('events', 'recipes') }},

int_cuts_after_core as (
    select * from global_time_cuts
)

select * from int_cuts_after_core
