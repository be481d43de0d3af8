{{ config(materialized='view') }}

-- Every recipe with every raw event of its dataset and what became of it.
with recipe_events as (
    select
        recipe_key,
        recipe_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        dropped_at_step
    from {{ ref('int_recipe_events') }}
    where dropped_at_step is not null
),

event_fates as (
    select
        recipe_key,
        recipe_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        dropped_at_step,
        dropped_in_round
    from {{ ref('int_event_fates') }}
),

int_interaction_fates as (
    select
        recipe_key,
        recipe_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        cast(null as {{ dbt.type_string() }}) as split,
        dropped_at_step,
        cast(null as integer) as dropped_in_round
    from recipe_events
    union all
    select
        recipe_key,
        recipe_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        dropped_at_step,
        dropped_in_round
    from event_fates
)

select * from int_interaction_fates
