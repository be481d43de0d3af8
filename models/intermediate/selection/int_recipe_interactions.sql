{{ config(materialized='view') }}

-- Every recipe with every raw event of its dataset: what the steps before the core made of it, its part in the
-- recipes that split first, and a mark on the events that the k-core counts. A view: looking up a recipe's few cuts
-- costs a tenth of writing the rows.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_key,
        duplicate_policy,
        min_rating,
        rated_from,
        rated_before,
        core_scope,
        split,
        dataset_id,
        folds,
        fold,
        seed,
        cold
    from {{ ref('int_recipes') }}
),

{{ events_before_core('recipes', 'recipes.dataset_key') }},

int_recipe_interactions as (
    select * from events_before_core
)

select * from int_recipe_interactions
