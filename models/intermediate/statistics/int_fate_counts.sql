-- How many events had which fate: read once here, so that no other count has to go through all events.
with fates as (
    select
        recipe_key,
        split,
        dropped_at_step,
        dropped_in_round
    from {{ ref('int_interaction_fates') }}
),

int_fate_counts as (
    select
        recipe_key,
        split,
        dropped_at_step,
        dropped_in_round,
        count(*) as interactions
    from fates
    group by
        recipe_key,
        split,
        dropped_at_step,
        dropped_in_round
)

select * from int_fate_counts
