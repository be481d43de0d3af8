{{ config(partition_by={'recipe': 'user_number'}) }}

-- The events that the first round of the k-core leaves: those whose user and item both reach k at the
-- first count. The rounds read them again and again, so that this is a table, and a narrow one.
with recipes as (
    select
        *,
        {{ stand_in_key() }} as stand_in_key
    from {{ ref('int_recipes') }}
    where core_scope <> 'none'
),

stand_ins as (
    select *
    from recipes
    where recipe_key = stand_in_key
),

{{ events_before_core('stand_ins') }},

counted_events as (
    select
        recipe_key as stand_in_key,
        user_key,
        item_key
    from events_before_core
    where is_counted_in_core
),

first_count as (
    select
        first_count.recipe_key,
        recipes.stand_in_key,
        first_count.entity_key,
        first_count.core_number
    from {{ ref('int_core_first_count') }} as first_count
    inner join recipes on recipes.recipe_key = first_count.recipe_key
),

int_core_interactions as (
    select
        users.core_number as user_number,
        items.core_number as item_number
    from counted_events
    inner join first_count as users
        on
            {{ key_in('users.stand_in_key', 'users.entity_key') }}
            = {{ key_in('counted_events.stand_in_key', 'counted_events.user_key') }}
    inner join first_count as items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('users.recipe_key', 'counted_events.item_key') }}
)

select * from int_core_interactions
