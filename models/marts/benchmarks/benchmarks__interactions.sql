{{ config(materialized='view') }}

-- The public form of int_kept_events, which says why this is a view.
with recipes as (
    select
        recipe_key,
        dataset_id,
        recipe_version
    from {{ ref('int_recipes') }}
),

finished_recipes as (
    select
        recipe_key,
        recipe_version
    from {{ ref('int_split_totals') }}
    where split in ('train', 'all')
),

kept_events as (
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
    from {{ ref('int_kept_events') }}
),

benchmarks__interactions as (
    select
        kept_events.recipe_id,
        recipes.dataset_id,
        kept_events.user_id,
        kept_events.item_id,
        kept_events.user_index,
        kept_events.item_index,
        kept_events.rating,
        kept_events.rated_at,
        kept_events.split,
        kept_events.source_row
    from kept_events
    inner join recipes on recipes.recipe_key = kept_events.recipe_key
    inner join finished_recipes
        on
            finished_recipes.recipe_key = recipes.recipe_key
            and finished_recipes.recipe_version = recipes.recipe_version
)

select * from benchmarks__interactions
