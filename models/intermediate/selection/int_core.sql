{{ config(
    materialized='fixpoint',
    start='start',
    key='core_number',
    settled_when='is_dropped',
    counted_by="case core_number % 2 when 0 then 'user' else 'item' end",
    max_rounds=1000
) }}

-- One round of the k-core. It drops, at once, every user and item with too few interactions; who
-- stays goes on with the interactions that the round leaves. Only the events of those who will be
-- dropped next are looked up, so that a long cascade of small rounds costs little.
with first_count as (
    select
        recipe_key,
        kind,
        entity_key,
        core_number,
        minimum,
        rounds_left,
        interactions
    from {{ ref('int_core_first_count') }}
),

core_interactions as (
    select
        user_number,
        item_number
    from {{ ref('int_core_interactions') }}
),

-- Round 1 drops whoever does not reach k at the first count: this is what that leaves the others.
count_left as (
    select
        user_number as core_number,
        count(*) as interactions
    from core_interactions
    group by user_number
    union all
    select
        item_number as core_number,
        count(*) as interactions
    from core_interactions
    group by item_number
),

-- read by the materialization
start as ( -- noqa: ST03
    select
        first_count.recipe_key,
        first_count.kind,
        first_count.entity_key,
        first_count.core_number,
        first_count.minimum,
        -- NULL where they go on until nobody is dropped
        first_count.rounds_left,
        first_count.interactions,
        cast(coalesce(count_left.interactions, 0) as integer) as interactions_left,
        false as is_dropped
    from first_count
    left join count_left on count_left.core_number = first_count.core_number
),

previous_round as (
    select
        core_number,
        minimum,
        rounds_left,
        interactions,
        interactions_left
    from {{ this }}
),

-- Who had enough in this round, but only with those who go, is gone with them: a user without any
-- interaction is in no next round. `interactions` of the dropped are those that they came with.
take_round as (
    select
        core_number,
        -- after the last round that the recipe asks for, whoever is left has enough
        case when rounds_left = 1 and interactions >= minimum and interactions_left > 0 then 0 else minimum end
            as minimum,
        case when rounds_left > 0 then rounds_left - 1 else rounds_left end as rounds_left,
        case when interactions < minimum or interactions_left = 0 then interactions else interactions_left end
            as interactions,
        interactions < minimum or interactions_left = 0 as is_dropped
    from previous_round
),

dropped_next as (
    select core_number
    from take_round
    where
        not is_dropped
        and interactions < minimum
),

-- Losses of users and items that are dropped themselves are counted, too, and change nothing.
count_losses as (
    select
        core_interactions.user_number as core_number,
        count(*) as lost
    from core_interactions
    inner join dropped_next on dropped_next.core_number = core_interactions.item_number
    group by core_interactions.user_number
    union all
    select
        core_interactions.item_number as core_number,
        count(*) as lost
    from core_interactions
    inner join dropped_next on dropped_next.core_number = core_interactions.user_number
    group by core_interactions.item_number
),

int_core as (
    select
        take_round.core_number,
        take_round.minimum,
        take_round.rounds_left,
        take_round.interactions,
        cast(case
            when take_round.is_dropped then 0
            else take_round.interactions - coalesce(count_losses.lost, 0)
        end as integer) as interactions_left,
        take_round.is_dropped
    from take_round
    left join count_losses on count_losses.core_number = take_round.core_number
)

select * from int_core
