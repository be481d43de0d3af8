{{ config(materialized='view') }}

-- What every recipe keeps: the events whose user and item are both kept, with their indexes and
-- their final part. A view: events are stored once, whatever the number of recipes, and a recipe stores whom
-- it keeps (docs/decisions/0017).
with recipe_interactions as (
    select
        recipe_key,
        recipe_id,
        duplicate_policy,
        core_scope,
        split_method,
        fold,
        given_part,
        split_time,
        split_place,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split
    from {{ ref('int_recipe_interactions') }}
    where dropped_at_step is null
),

-- Each kind by a condition of its own: where both read the same rows, DuckDB reads them once for both, and then waits
-- for ever where a reader's limit is reached early.
{% for kind in ['user', 'item'] %}
{{ kind }}s as (
    select
        recipe_key,
        entity_key,
        entity_id,
        entity_index,
        is_in_train
    from {{ ref('int_benchmark_entities') }}
    where kind = '{{ kind }}'
),
{% endfor %}

{{ cuts_of_splits(ref('int_splits_after_core')) }},

int_kept_interactions as (
    select
        recipe_interactions.recipe_key,
        recipe_interactions.recipe_id,
        recipe_interactions.duplicate_policy,
        recipe_interactions.source_row,
        users.entity_id as user_id,
        items.entity_id as item_id,
        users.entity_index as user_index,
        items.entity_index as item_index,
        recipe_interactions.rating,
        recipe_interactions.rated_at,
        case
            when recipe_interactions.core_scope = 'all'
                then {{ assigned_split('recipe_interactions', 'cuts', 'held_out') }}
            else recipe_interactions.split
        end as split
    from recipe_interactions
    inner join users
        on
            {{ key_in('users.recipe_key', 'users.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.user_key') }}
    inner join items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.item_key') }}
    left join cuts on cuts.recipe_key = recipe_interactions.recipe_key
    left join held_out
        on
            held_out.recipe_key = recipe_interactions.recipe_key
            and held_out.user_key = recipe_interactions.user_key
    -- valid and test may have users and items that train lacks
    where (users.is_in_train and items.is_in_train) or recipe_interactions.split in ('valid', 'test')
)

select * from int_kept_interactions
