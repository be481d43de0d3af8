-- Users and items that a recipe keeps, with their indexes: dense, from 1, in the order of the ids
-- as text, so that they depend on who is kept and on nothing else.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_key,
        core_scope
    from {{ ref('int_recipes') }}
),

recipe_interactions as (
    select
        recipe_key,
        user_key,
        item_key
    from {{ ref('int_recipe_interactions') }}
    where
        core_scope = 'none'
        and dropped_at_step is null
),

core as (
    select
        recipe_key,
        kind,
        entity_key
    from {{ ref('int_core') }}
    where settled_in_round is null
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id
    from {{ ref('int_interactions') }}
),

-- with a core, those that are in it: each has an event with another of them, or the core had dropped it;
-- without one, all that have an event
kept_entities as (
    select
        core.recipe_key,
        core.kind,
        core.entity_key
    from core
    inner join recipes on recipes.recipe_key = core.recipe_key
    where recipes.core_scope <> 'none'
    {% for kind in ['user', 'item'] %}
    union all
    select distinct
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_key as entity_key
    from recipe_interactions
    {% endfor %}
),

-- any row tells the id of a key that is no number: numbers are grouped several times as fast as texts
find_rows as (
    {% for kind in ['user', 'item'] %}
    select
        dataset_key,
        '{{ kind }}' as kind,
        {{ kind }}_key as entity_key,
        min(source_row) as source_row
    from events
    where {{ kind }}_key < 0
    group by
        dataset_key,
        {{ kind }}_key
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

find_text_ids as (
    select
        find_rows.dataset_key,
        find_rows.entity_key,
        case find_rows.kind when 'user' then events.user_text_id else events.item_text_id end as entity_id
    from find_rows
    inner join events
        on
            events.dataset_key = find_rows.dataset_key
            and events.source_row = find_rows.source_row
),

look_up_ids as (
    select
        kept_entities.recipe_key,
        recipes.recipe_id,
        kept_entities.kind,
        kept_entities.entity_key,
        {{ raw_id('kept_entities.entity_key', 'find_text_ids.entity_id') }} as entity_id
    from kept_entities
    inner join recipes on recipes.recipe_key = kept_entities.recipe_key
    left join find_text_ids
        on
            find_text_ids.dataset_key = recipes.dataset_key
            and find_text_ids.entity_key = kept_entities.entity_key
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
        ) as integer) as entity_index
    from look_up_ids
)

select * from int_benchmark_entities
