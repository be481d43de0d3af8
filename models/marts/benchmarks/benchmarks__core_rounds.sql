with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        core_scope,
        core_rounds
    from {{ ref('int_recipes') }}
    where has_core
),

core as (
    select
        recipe_key,
        kind,
        minimum,
        interactions,
        settled_in_round
    from {{ ref('int_core') }}
),

fate_counts as (
    select
        recipe_key,
        split,
        dropped_in_round,
        entities as interactions
    from {{ ref('int_fate_counts') }}
    where
        kind = 'interaction'
        -- what the steps before the core dropped never came to it
        and steps_survived >= {{ dropping_steps().index('core') }}
),

-- the round after the last one that dropped something confirms that nothing is left to drop, also
-- where there was nothing to begin with; a recipe may ask for fewer rounds
count_rounds as (
    select
        recipes.recipe_key,
        least(coalesce(max(fate_counts.dropped_in_round), 0) + 1, coalesce(recipes.core_rounds, 2147483647)) as rounds
    from recipes
    left join fate_counts on fate_counts.recipe_key = recipes.recipe_key
    group by
        recipes.recipe_key,
        recipes.core_rounds
),

list_rounds as (
    select
        recipe_key,
        {{ unnest_positions('rounds') }} as round
    from count_rounds
),

-- who is dropped for too few interactions last reached k in the round before; who loses all
-- of enough interactions at once reached it in this very round; who never reached it is not in int_core
find_last_round_reached as (
    select
        recipe_key,
        kind,
        case when interactions < minimum then settled_in_round - 1 else settled_in_round end as last_round
    from core
),

group_entities as (
    select
        recipe_key,
        last_round,
        sum(case when kind = 'user' then 1 else 0 end) as users,
        sum(case when kind = 'item' then 1 else 0 end) as items
    from find_last_round_reached
    group by
        recipe_key,
        last_round
),

group_events as (
    select
        fate_counts.recipe_key,
        fate_counts.dropped_in_round,
        sum(fate_counts.interactions) as interactions
    from fate_counts
    inner join recipes on recipes.recipe_key = fate_counts.recipe_key
    where
        recipes.core_scope = 'all'
        or fate_counts.split in ('train', 'all')
    group by
        fate_counts.recipe_key,
        fate_counts.dropped_in_round
),

sum_entities_left as (
    select
        list_rounds.recipe_key,
        list_rounds.round,
        sum(group_entities.users) as users,
        sum(group_entities.items) as items
    from list_rounds
    left join group_entities
        on
            group_entities.recipe_key = list_rounds.recipe_key
            and (group_entities.last_round is null or group_entities.last_round >= list_rounds.round)
    group by
        list_rounds.recipe_key,
        list_rounds.round
),

sum_events_left as (
    select
        list_rounds.recipe_key,
        list_rounds.round,
        sum(group_events.interactions) as interactions
    from list_rounds
    left join group_events
        on
            group_events.recipe_key = list_rounds.recipe_key
            and (group_events.dropped_in_round is null or group_events.dropped_in_round > list_rounds.round)
    group by
        list_rounds.recipe_key,
        list_rounds.round
),

benchmarks__core_rounds as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        cast(sum_entities_left.round as integer) as round,
        cast(coalesce(sum_entities_left.users, 0) as bigint) as users,
        cast(coalesce(sum_entities_left.items, 0) as bigint) as items,
        cast(coalesce(sum_events_left.interactions, 0) as bigint) as interactions
    from sum_entities_left
    inner join sum_events_left
        on
            sum_events_left.recipe_key = sum_entities_left.recipe_key
            and sum_events_left.round = sum_entities_left.round
    inner join recipes on recipes.recipe_key = sum_entities_left.recipe_key
)

select * from benchmarks__core_rounds
