{{ config(materialized='view') }}

-- Every recipe with every raw event of its dataset and what became of it: dropped before the core, or by it, or in a
-- part. A view: what is kept is read from int_kept_events, and only what counts or explains the dropped reads this.
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

core_outcomes as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        dropped_at_step,
        dropped_in_round
    from {{ ref('int_core_outcomes') }}
),

cuts as (
    select
        recipe_key,
        valid_starts_at,
        test_starts_at
    from {{ ref('int_cuts_after_core') }}
),

held_out_events as (
    select
        recipe_key,
        source_row,
        place_from_end
    from {{ ref('int_held_out_after_core') }}
),

find_fates_of_candidates as (
    select
        core_outcomes.recipe_key,
        core_outcomes.recipe_id,
        core_outcomes.source_row,
        core_outcomes.user_key,
        core_outcomes.item_key,
        core_outcomes.rating,
        core_outcomes.rated_at,
        -- the part that it was in when it was dropped; NULL where it was dropped before the split
        case
            when core_outcomes.core_scope = 'all' and core_outcomes.dropped_at_step is null
                then {{ assigned_split(
                    'core_outcomes.split_method',
                    'core_outcomes.rated_at',
                    'cuts.valid_starts_at',
                    'cuts.test_starts_at',
                    'held_out_events.place_from_end'
                ) }}
            else core_outcomes.split
        end as split,
        core_outcomes.dropped_at_step,
        core_outcomes.dropped_in_round
    from core_outcomes
    left join cuts on cuts.recipe_key = core_outcomes.recipe_key
    left join held_out_events
        on
            held_out_events.recipe_key = core_outcomes.recipe_key
            and held_out_events.source_row = core_outcomes.source_row
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
    from find_fates_of_candidates
)

select * from int_interaction_fates
