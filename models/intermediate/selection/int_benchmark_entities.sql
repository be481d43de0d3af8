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

candidate_events as (
    select
        recipe_key,
        user_key,
        item_key
    from {{ ref('int_candidate_events') }}
    where core_scope = 'none'
),

core as (
    select
        recipe_key,
        kind,
        entity_key
    from {{ ref('int_core') }}
    where settled_in_round is null
),

text_ids as (
    select
        dataset_key,
        entity_key,
        entity_id
    from {{ ref('int_text_ids') }}
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
    from candidate_events
    {% endfor %}
),

look_up_ids as (
    select
        kept_entities.recipe_key,
        recipes.recipe_id,
        kept_entities.kind,
        kept_entities.entity_key,
        {{ raw_id('kept_entities.entity_key', 'text_ids.entity_id') }} as entity_id
    from kept_entities
    inner join recipes on recipes.recipe_key = kept_entities.recipe_key
    left join text_ids
        on
            text_ids.dataset_key = recipes.dataset_key
            and text_ids.entity_key = kept_entities.entity_key
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
