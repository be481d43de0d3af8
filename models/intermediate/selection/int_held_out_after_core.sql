-- Recipes that filter everything to a core first and split what is left: the custom of the field.
with recipes as (
    select recipe_key
    from {{ ref('int_recipes') }}
    where
        split = 'leave_one_out'
        and core_scope = 'all'
),

events as (
    select
        recipe_key,
        source_row,
        user_key,
        rated_at
    from {{ ref('int_core_outcomes') }}
    where
        dropped_at_step is null
        and recipe_key in (select recipes.recipe_key from recipes)
),

{{ held_out_events('events') }},

int_held_out_after_core as (
    select * from held_out_events
)

select * from int_held_out_after_core
