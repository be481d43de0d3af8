-- Users and items that a recipe keeps, with their indexes: dense, from 1, in the order of the ids
-- as text, so that they depend on who is kept and on nothing else.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_key,
    from {{ ref('int_recipes') }}
),

candidate_events as (
    select
        recipe_key,
        core_scope,
        user_key,
        item_key,
    from {{ ref('int_candidate_events') }}
),

core as (
    select
        recipe_key,
        entity_key,
    from {{ ref('int_core') }}
    where settled_in_round is null
),

text_ids as (
    select
        dataset_key,
        entity_key,
        entity_id,
    from {{ ref('int_text_ids') }}
),

-- with a core, an event is kept when both of its ends are in it: in valid and test, too
kept_events as (
    select
        candidate_events.recipe_key,
        candidate_events.user_key,
        candidate_events.item_key,
    from candidate_events
    inner join core as users
        on
            users.recipe_key = candidate_events.recipe_key
            and users.entity_key = candidate_events.user_key
    inner join core as items
        on
            items.recipe_key = candidate_events.recipe_key
            and items.entity_key = candidate_events.item_key
    union all
    select
        recipe_key,
        user_key,
        item_key,
    from candidate_events
    where core_scope = 'none'
),

count_interactions as (
    select
        recipe_key,
        'user' as kind,
        user_key as entity_key,
        count(*) as interactions,
    from kept_events
    group by
        recipe_key,
        user_key
    union all
    select
        recipe_key,
        'item' as kind,
        item_key as entity_key,
        count(*) as interactions,
    from kept_events
    group by
        recipe_key,
        item_key
),

look_up_ids as (
    select
        count_interactions.recipe_key,
        recipes.recipe_id,
        count_interactions.kind,
        count_interactions.entity_key,
        {{ raw_id('count_interactions.entity_key', 'text_ids.entity_id') }} as entity_id,
        count_interactions.interactions,
    from count_interactions
    inner join recipes on recipes.recipe_key = count_interactions.recipe_key
    left join text_ids
        on
            text_ids.dataset_key = recipes.dataset_key
            and text_ids.entity_key = count_interactions.entity_key
),

int_benchmark_entities as (
    select
        recipe_key,
        recipe_id,
        kind,
        entity_key,
        entity_id,
        cast(row_number() over (
            partition by recipe_key, kind
            order by entity_id
        ) as integer) as entity_index,
        interactions,
    from look_up_ids
)

select * from int_benchmark_entities
