{{ config(
    materialized='fixpoint',
    start='int_core_start',
    settled_when='is_dropped',
    counted_by='kind',
    max_rounds=1000,
) }}
-- depends_on: {{ ref('int_core_start') }}

-- One round of the k-core. It drops, at once, every user and item with too few interactions; who
-- stays loses the interactions with those who go. Only the events of the dropped are looked up,
-- so that a long cascade of small rounds costs little.
with previous_round as (
    select
        recipe_key,
        kind,
        entity_key,
        minimum,
        interactions,
    from {{ this }}
),

core_events as (
    select
        recipe_key,
        user_key,
        item_key,
    from {{ ref('int_core_events') }}
),

dropped as (
    select
        recipe_key,
        kind,
        entity_key,
    from previous_round
    where interactions < minimum
),

-- Losses of users and items that were dropped before, or are dropped now, are counted too,
-- and fall away in the last join.
count_losses as (
    select
        core_events.recipe_key,
        core_events.user_key as entity_key,
        count(*) as lost,
    from core_events
    inner join dropped
        on
            dropped.recipe_key = core_events.recipe_key
            and dropped.entity_key = core_events.item_key
    group by
        core_events.recipe_key,
        core_events.user_key
    union all
    select
        core_events.recipe_key,
        core_events.item_key as entity_key,
        count(*) as lost,
    from core_events
    inner join dropped
        on
            dropped.recipe_key = core_events.recipe_key
            and dropped.entity_key = core_events.user_key
    group by
        core_events.recipe_key,
        core_events.item_key
),

take_losses as (
    select
        previous_round.recipe_key,
        previous_round.kind,
        previous_round.entity_key,
        previous_round.minimum,
        previous_round.interactions,
        cast(previous_round.interactions - coalesce(count_losses.lost, 0) as integer) as interactions_left,
    from previous_round
    left join count_losses
        on
            count_losses.recipe_key = previous_round.recipe_key
            and count_losses.entity_key = previous_round.entity_key
),

-- Who had enough in this round, but only with those who go, is gone with them: a user without any
-- interaction is in no next round. `interactions` of the dropped are those that they came with.
int_core as (
    select
        recipe_key,
        kind,
        entity_key,
        minimum,
        case
            when interactions < minimum or interactions_left = 0 then interactions
            else interactions_left
        end as interactions,
        interactions < minimum or interactions_left = 0 as is_dropped,
    from take_losses
)

select * from int_core
