{{ config(materialized='view') }}

-- The recipes that public views and exports show: those whose steps are made in the version that holds now.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        dataset_key,
        recipe_version,
        split,
        core_users,
        max_history
    from {{ ref('int_recipes') }}
),

finished_recipes as (
    select
        recipe_key,
        recipe_version
    from {{ ref('int_finished_recipes') }}
),

int_shown_recipes as (
    select
        recipes.recipe_key,
        recipes.recipe_id,
        recipes.dataset_id,
        recipes.dataset_key,
        recipes.split,
        recipes.core_users,
        recipes.max_history
    from recipes
    inner join finished_recipes
        on
            finished_recipes.recipe_key = recipes.recipe_key
            and finished_recipes.recipe_version = recipes.recipe_version
)

select * from int_shown_recipes
