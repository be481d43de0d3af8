{{ config(partition_by={'recipe': 'user_number'}) }}

-- The events that the first round of the k-core leaves: those whose user and item both reach k at the
-- first count. The rounds read them again and again, so that this is a table, and a narrow one.
with recipes as (
    select
        *,
        {{ stand_in_key() }} as stand_in_key,
        case when core_scope <> 'none' then {{ dataset_of_stand_in() }} end as stand_in_dataset_key
    from {{ ref('int_recipes') }}
),

{{ events_before_core('recipes', 'recipes.stand_in_dataset_key') }},

-- a left join, of which DuckDB does not expect that it leaves few
first_count as (
    select
        first_count.recipe_key,
        recipes.stand_in_key,
        first_count.entity_key,
        first_count.core_number
    from {{ ref('int_core_first_count') }} as first_count
    left join recipes on recipes.recipe_key = first_count.recipe_key
),

-- What an event must be is said of its key: see int_splits_after_core.
int_core_interactions as (
    select
        users.core_number as user_number,
        items.core_number as item_number
    from events_before_core
    inner join first_count as users
        on
            {{ key_in('users.stand_in_key', 'users.entity_key') }}
            = case
                when events_before_core.is_counted_in_core
                    then {{ key_in('events_before_core.recipe_key', 'events_before_core.user_key') }}
            end
    inner join first_count as items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('users.recipe_key', 'events_before_core.item_key') }}
)

select * from int_core_interactions
