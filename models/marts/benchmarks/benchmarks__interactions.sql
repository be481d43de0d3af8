with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
    from {{ ref('int_recipes') }}
),

kept_events as (
    select
        recipe_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
    from {{ ref('int_event_fates') }}
    where dropped_at_step is null
),

entities as (
    select
        recipe_key,
        entity_key,
        entity_id,
        entity_index,
    from {{ ref('int_benchmark_entities') }}
),

interactions as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        users.entity_id as user_id,
        items.entity_id as item_id,
        users.entity_index as user_index,
        items.entity_index as item_index,
        kept_events.rating,
        kept_events.rated_at,
        kept_events.split,
        kept_events.source_row,
    from kept_events
    inner join recipes on recipes.recipe_key = kept_events.recipe_key
    inner join entities as users
        on
            users.recipe_key = kept_events.recipe_key
            and users.entity_key = kept_events.user_key
    inner join entities as items
        on
            items.recipe_key = kept_events.recipe_key
            and items.entity_key = kept_events.item_key
)

select * from interactions
