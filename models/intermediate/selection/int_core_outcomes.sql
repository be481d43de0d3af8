{{ config(materialized='view') }}

-- What the k-core made of each candidate event.
with candidate_events as (
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
        is_counted_in_core
    from {{ ref('int_candidate_events') }}
),

core as (
    select
        recipe_key,
        kind,
        entity_key,
        settled_in_round
    from {{ ref('int_core') }}
),

look_up_both_ends as (
    select
        candidate_events.*,
        -- an event leaves with the first of its two ends that does; who did not reach k when first counted
        -- is not in int_core, and leaves in round 1
        case
            when users.entity_key is null or items.entity_key is null then 1
            else least(users.settled_in_round, items.settled_in_round)
        end as dropped_in_round
    from candidate_events
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
        recipe_id,
        core_scope,
        split_method,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        case
            when core_scope = 'none' then null
            -- valid and test keep the users and items that train still has
            when dropped_in_round is not null then case when is_counted_in_core then 'core' else 'cold' end
        end as dropped_at_step,
        case when is_counted_in_core and core_scope <> 'none' then dropped_in_round end as dropped_in_round
    from look_up_both_ends
)

select * from int_core_outcomes
