{{ config(materialized='view') }}

-- What the k-core made of each candidate event.
with recipes as (
    select
        recipe_key,
        core_scope,
    from {{ ref('int_recipes') }}
),

candidate_events as (
    select
        recipe_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        is_counted_in_core,
    from {{ ref('int_candidate_events') }}
),

core as (
    select
        recipe_key,
        kind,
        entity_key,
        settled_in_round,
    from {{ ref('int_core') }}
),

look_up_both_ends as (
    select
        candidate_events.*,
        recipes.core_scope,
        -- an event leaves with the first of its two ends that does
        least(users.settled_in_round, items.settled_in_round) as dropped_in_round,
        users.entity_key is not null and items.entity_key is not null as are_both_counted,
    from candidate_events
    inner join recipes on recipes.recipe_key = candidate_events.recipe_key
    left join core as users
        on
            users.recipe_key = candidate_events.recipe_key
            and users.entity_key = candidate_events.user_key
    left join core as items
        on
            items.recipe_key = candidate_events.recipe_key
            and items.entity_key = candidate_events.item_key
),

int_core_outcomes as (
    select
        recipe_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        case
            when core_scope = 'none' then null
            when is_counted_in_core and dropped_in_round is not null then 'core'
            -- valid and test keep the users and items that train still has
            when not is_counted_in_core and (dropped_in_round is not null or not are_both_counted) then 'cold'
        end as dropped_at_step,
        case when is_counted_in_core then dropped_in_round end as dropped_in_round,
    from look_up_both_ends
)

select * from int_core_outcomes
