{{ config(partition_by={'recipe': 'user_number'}) }}

-- The events that the first round of the k-core leaves: those whose user and item both reach k at the
-- first count. The rounds read them again and again, so that this is a table, and a narrow one.
with recipe_interactions as (
    select
        recipe_key,
        user_key,
        item_key
    from {{ ref('int_recipe_interactions') }}
    where is_counted_in_core
),

first_count as (
    select
        recipe_key,
        entity_key,
        core_number
    from {{ ref('int_core_first_count') }}
),

int_core_interactions as (
    select
        users.core_number as user_number,
        items.core_number as item_number
    from recipe_interactions
    inner join first_count as users
        on
            {{ key_in('users.recipe_key', 'users.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.user_key') }}
    inner join first_count as items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.item_key') }}
)

select * from int_core_interactions
