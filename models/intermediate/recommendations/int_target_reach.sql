-- How many targets a part has in all, and how many of them a method could reach: those that were taken out as
-- cold, since train does not have their user or item, are counted with the others here.
with parts as (
    select
        recipe_key,
        split,
        relevant_from
    from {{ ref('int_recommended_parts') }}
    where is_held_out
),

targets as (
    select
        recipe_key,
        split,
        user_index,
        is_within_reach
    from {{ ref('int_held_out_pairs') }}
    where is_target
),

users as (
    select
        recipe_key,
        entity_index as user_index,
        entity_key as user_key
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

cold_events as (
    select
        recipe_key,
        split,
        user_key,
        item_key,
        rating
    from {{ ref('int_interaction_fates') }}
    where
        dropped_at_step = 'cold'
        and split in ('valid', 'test')
),

-- the same user and item again is one target, as in int_held_out_pairs
find_cold_pairs as (
    select
        cold_events.recipe_key,
        cold_events.split,
        cold_events.user_key,
        cold_events.item_key
    from cold_events
    inner join parts
        on
            parts.recipe_key = cold_events.recipe_key
            and parts.split = cold_events.split
    where {{ is_relevant('cold_events.rating', 'parts.relevant_from') }}
    group by
        cold_events.recipe_key,
        cold_events.split,
        cold_events.user_key,
        cold_events.item_key
),

unite_targets as (
    select
        targets.recipe_key,
        targets.split,
        users.user_key,
        count(*) as targets,
        sum(case when targets.is_within_reach then 1 else 0 end) as reachable_targets
    from targets
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('targets.recipe_key', 'targets.user_index') }}
    group by
        targets.recipe_key,
        targets.split,
        users.user_key
    union all
    select
        recipe_key,
        split,
        user_key,
        count(*) as targets,
        0 as reachable_targets
    from find_cold_pairs
    group by
        recipe_key,
        split,
        user_key
),

int_target_reach as (
    select
        recipe_key,
        split,
        count(distinct user_key) as users,
        cast(sum(targets) as bigint) as targets,
        cast(sum(reachable_targets) as bigint) as reachable_targets
    from unite_targets
    group by
        recipe_key,
        split
)

select * from int_target_reach
