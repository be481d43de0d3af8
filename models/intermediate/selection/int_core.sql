{{ config(
    materialized='fixpoint',
    start='int_core_first_count',
    settled_when='is_dropped',
    counted_by='kind',
    max_rounds=1000
) }}
-- depends_on: {{ ref('int_core_first_count') }}

-- One round of the k-core. It drops, at once, every user and item with too few interactions; who
-- stays goes on with the interactions that the round leaves. Only the events of those who will be
-- dropped next are looked up, so that a long cascade of small rounds costs little.
with previous_round as (
    select
        recipe_key,
        kind,
        entity_key,
        core_number,
        minimum,
        interactions,
        interactions_left
    from {{ this }}
),

core_interactions as (
    select
        user_number,
        item_number
    from {{ ref('int_core_interactions') }}
),

-- Round 1 drops whoever does not reach k at the first count: what that leaves the others is counted once, and in no
-- later round is anybody here.
not_counted as (
    select core_number
    from previous_round
    where interactions_left is null
),

count_left as (
    {% for kind in ['user', 'item'] %}
    select
        core_interactions.{{ kind }}_number as core_number,
        count(*) as interactions
    from core_interactions
    inner join not_counted on not_counted.core_number = core_interactions.{{ kind }}_number
    group by core_interactions.{{ kind }}_number
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

look_up_left as (
    select
        previous_round.recipe_key,
        previous_round.kind,
        previous_round.entity_key,
        previous_round.core_number,
        previous_round.minimum,
        previous_round.interactions,
        cast(coalesce(previous_round.interactions_left, count_left.interactions, 0) as integer) as interactions_left
    from previous_round
    left join count_left on count_left.core_number = previous_round.core_number
),

-- Who had enough in this round, but only with those who go, is gone with them: a user without any
-- interaction is in no next round. `interactions` of the dropped are those that they came with.
take_round as (
    select
        recipe_key,
        kind,
        entity_key,
        core_number,
        minimum,
        case when interactions < minimum or interactions_left = 0 then interactions else interactions_left end
            as interactions,
        interactions < minimum or interactions_left = 0 as is_dropped
    from look_up_left
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
        take_round.recipe_key,
        take_round.kind,
        take_round.entity_key,
        take_round.core_number,
        take_round.minimum,
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
