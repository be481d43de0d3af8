{{ config(materialized='view') }}

-- The public form of int_kept_interactions, which says why this is a view.
with recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

kept_interactions as (
    select
        recipe_key,
        recipe_id,
        user_id,
        item_id,
        user_index,
        item_index,
        rating,
        rated_at,
        split,
        source_row
    from {{ ref('int_kept_interactions') }}
),

benchmarks__interactions as (
    select
        kept_interactions.recipe_id,
        recipes.dataset_id,
        kept_interactions.user_id,
        kept_interactions.item_id,
        kept_interactions.user_index,
        kept_interactions.item_index,
        kept_interactions.rating,
        kept_interactions.rated_at,
        kept_interactions.split,
        kept_interactions.source_row
    from kept_interactions
    inner join recipes on recipes.recipe_key = kept_interactions.recipe_key
)

select * from benchmarks__interactions
