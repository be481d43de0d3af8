{{ config(materialized='view') }}

-- What every recipe keeps: the candidate events whose user and item are both kept, with their indexes and
-- their final part. A view: events are stored once, whatever the number of recipes, and a recipe stores whom
-- it keeps (docs/decisions/0017).
with candidate_events as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split
    from {{ ref('int_candidate_events') }}
),

-- Each kind by a condition of its own: where both read the same rows, DuckDB reads them once for both, and then waits
-- for ever where a reader's limit is reached early.
{% for kind in ['user', 'item'] %}
{{ kind }}s as (
    select
        recipe_key,
        entity_key,
        entity_id,
        entity_index
    from {{ ref('int_benchmark_entities') }}
    where kind = '{{ kind }}'
),
{% endfor %}

cuts as (
    select
        recipe_key,
        valid_starts_at,
        test_starts_at
    from {{ ref('int_cuts_after_core') }}
),

held_out_events as (
    select
        recipe_key,
        source_row,
        place_from_end
    from {{ ref('int_held_out_after_core') }}
),

int_kept_events as (
    select
        candidate_events.recipe_key,
        candidate_events.recipe_id,
        candidate_events.source_row,
        users.entity_id as user_id,
        items.entity_id as item_id,
        users.entity_index as user_index,
        items.entity_index as item_index,
        candidate_events.rating,
        candidate_events.rated_at,
        case
            when candidate_events.core_scope = 'all'
                then {{ assigned_split(
                    'candidate_events.split_method',
                    'candidate_events.rated_at',
                    'cuts.valid_starts_at',
                    'cuts.test_starts_at',
                    'held_out_events.place_from_end'
                ) }}
            else candidate_events.split
        end as split
    from candidate_events
    inner join users
        on
            {{ key_in('users.recipe_key', 'users.entity_key') }}
            = {{ key_in('candidate_events.recipe_key', 'candidate_events.user_key') }}
    inner join items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('candidate_events.recipe_key', 'candidate_events.item_key') }}
    left join cuts on cuts.recipe_key = candidate_events.recipe_key
    left join held_out_events
        on
            held_out_events.recipe_key = candidate_events.recipe_key
            and held_out_events.source_row = candidate_events.source_row
)

select * from int_kept_events
