{{ config(materialized='view') }}

-- Every recipe with every raw event of its dataset and what became of it: dropped before the core, or by it, or in a
-- part. A view: what is kept is read from int_kept_interactions, and only what counts or explains the dropped reads
-- this.
with recipe_interactions as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        fold,
        drops_cold,
        given_part,
        split_time,
        split_place,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id,
        rating,
        rated_at,
        dropped_at_step,
        split,
        is_counted_in_core
    from {{ ref('int_recipe_interactions') }}
),

core as (
    select
        recipe_key,
        entity_key,
        settled_in_round
    from {{ ref('int_core') }}
),

{{ cuts_of_splits(ref('int_splits_after_core')) }},

kept_entities as (
    select
        entities.recipe_key,
        entities.entity_key
    from {{ ref('int_benchmark_entities') }} as entities
    inner join {{ ref('int_recipes') }} as recipes on recipes.recipe_key = entities.recipe_key
    -- all others are told by the core
    where
        recipes.core_scope = 'all'
        and recipes.cold = 'drop'
),

look_up_both_ends as (
    select
        recipe_interactions.*,
        -- an event leaves with the first of its two ends that does; who did not reach k when first counted
        -- is not in int_core, and leaves in round 1
        case
            when recipe_interactions.core_scope = 'none' or recipe_interactions.dropped_at_step is not null then null
            when users.entity_key is null or items.entity_key is null then 1
            else least(users.settled_in_round, items.settled_in_round)
        end as left_in_round,
        recipe_interactions.core_scope = 'all'
        and recipe_interactions.drops_cold
        and recipe_interactions.split_method <> 'none'
        and (kept_users.entity_key is null or kept_items.entity_key is null) as is_cold_after_core
    from recipe_interactions
    left join core as users
        on
            users.recipe_key = recipe_interactions.recipe_key
            and users.entity_key = recipe_interactions.user_key
    left join core as items
        on
            items.recipe_key = recipe_interactions.recipe_key
            and items.entity_key = recipe_interactions.item_key
    {% for kind in ['user', 'item'] %}
    left join kept_entities as kept_{{ kind }}s
        on
            kept_{{ kind }}s.recipe_key = recipe_interactions.recipe_key
            and kept_{{ kind }}s.entity_key = recipe_interactions.{{ kind }}_key
    {% endfor %}
),

follow_through_core as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        fold,
        given_part,
        split_time,
        split_place,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id,
        rating,
        rated_at,
        split,
        case
            -- valid and test keep the users and items that train still has
            when left_in_round is not null and is_counted_in_core then 'core'
            when left_in_round is not null and drops_cold then 'cold'
            when is_cold_after_core and dropped_at_step is null then 'cold'
            else dropped_at_step
        end as dropped_at_step,
        case when is_counted_in_core then left_in_round end as dropped_in_round
    from look_up_both_ends
),

int_interaction_fates as (
    select
        follow_through_core.recipe_key,
        follow_through_core.recipe_id,
        follow_through_core.source_row,
        follow_through_core.user_key,
        follow_through_core.item_key,
        follow_through_core.user_text_id,
        follow_through_core.item_text_id,
        follow_through_core.rating,
        follow_through_core.rated_at,
        -- the part that it was in when it was dropped; NULL where it was dropped before the split
        case
            when
                follow_through_core.core_scope = 'all'
                and coalesce(follow_through_core.dropped_at_step, 'cold') = 'cold'
                then {{ assigned_split('follow_through_core', 'cuts', 'held_out') }}
            else follow_through_core.split
        end as split,
        follow_through_core.dropped_at_step,
        follow_through_core.dropped_in_round
    from follow_through_core
    left join cuts on cuts.recipe_key = follow_through_core.recipe_key
    left join held_out
        on
            held_out.recipe_key = follow_through_core.recipe_key
            and held_out.user_key = follow_through_core.user_key
)

select * from int_interaction_fates
