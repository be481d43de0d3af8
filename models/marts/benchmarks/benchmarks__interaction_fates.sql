{{ config(materialized='view') }}

-- "Why is this user missing?" A view: it explains every event of every recipe, and is read for a few at a
-- time.
with recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

fates as (
    select
        recipe_key,
        recipe_id,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id,
        rating,
        rated_at,
        split,
        dropped_at_step,
        dropped_in_round
    from {{ ref('int_interaction_fates') }}
),

benchmarks__interaction_fates as (
    select
        fates.recipe_id,
        recipes.dataset_id,
        fates.source_row,
        {{ raw_id('fates.user_key', 'fates.user_text_id') }} as user_id,
        {{ raw_id('fates.item_key', 'fates.item_text_id') }} as item_id,
        fates.rating,
        fates.rated_at,
        case when fates.dropped_at_step is null then fates.split else 'dropped' end as fate,
        fates.dropped_at_step,
        fates.dropped_in_round
    from fates
    inner join recipes on recipes.recipe_key = fates.recipe_key
)

select * from benchmarks__interaction_fates
