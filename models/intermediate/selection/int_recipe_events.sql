{{ config(materialized='view') }}

-- Every recipe with every raw event of its dataset, and the first three steps: duplicates, then the minimum
-- rating, then, where events are split by time, those without one. A view: it is read where rows are counted or
-- explained, and never stored.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_key,
        duplicate_policy,
        min_rating,
        core_scope,
        split
    from {{ ref('int_recipes') }}
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        is_first_of_pair,
        is_last_of_pair
    from {{ ref('int_events') }}
),

int_recipe_events as (
    select
        recipes.recipe_key,
        -- handed on to the next steps, so that none of them looks the recipe up again for each event; a reader's
        -- condition on the id comes down to here, and to the events of that recipe's dataset
        recipes.recipe_id,
        recipes.core_scope,
        recipes.split as split_method,
        events.source_row,
        events.user_key,
        events.item_key,
        events.rating,
        events.rated_at,
        case
            when recipes.duplicate_policy = 'last' and not events.is_last_of_pair then 'duplicates'
            when recipes.duplicate_policy = 'first' and not events.is_first_of_pair then 'duplicates'
            -- an event without a rating cannot show that it reaches the minimum
            when recipes.min_rating is not null and coalesce(events.rating < recipes.min_rating, true)
                then 'minimum_rating'
            -- nobody can say on which side of a cut it lies
            when recipes.split = 'global_time' and events.rated_at is null then 'no_time'
        end as dropped_at_step
    from recipes
    inner join events on events.dataset_key = recipes.dataset_key
)

select * from int_recipe_events
