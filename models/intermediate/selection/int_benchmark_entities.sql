-- Users and items that a recipe keeps, with their indexes: dense, from 1, in the order of the ids
-- as text, so that they depend on who is kept and on nothing else.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_key,
        core_scope,
        core_scope = 'all' and cold = 'drop' and split <> 'none' as drops_cold_after_core
    from {{ ref('int_recipes') }}
),

recipe_interactions as (
    select
        recipe_key,
        core_scope,
        split_method,
        fold,
        drops_cold,
        given_part,
        split_time,
        split_place,
        user_key,
        item_key,
        split
    from {{ ref('int_recipe_interactions') }}
    where dropped_at_step is null
),

{{ cuts_of_splits(ref('int_splits_after_core')) }},

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

-- who is in train of recipes that split what is in the core, and keep nobody else
train_after_core as (
    select
        recipe_interactions.recipe_key,
        recipe_interactions.user_key,
        recipe_interactions.item_key
    from recipe_interactions
    {% for kind in ['user', 'item'] %}
    inner join core as {{ kind }}s
        on
            {{ key_in(kind ~ 's.recipe_key', kind ~ 's.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.' ~ kind ~ '_key') }}
    {% endfor %}
    left join cuts on cuts.recipe_key = recipe_interactions.recipe_key
    left join held_out
        on
            held_out.recipe_key = recipe_interactions.recipe_key
            and held_out.user_key = recipe_interactions.user_key
    where
        recipe_interactions.core_scope = 'all'
        and recipe_interactions.drops_cold
        and recipe_interactions.split_method <> 'none'
        and {{ assigned_split('recipe_interactions', 'cuts', 'held_out') }} = 'train'
),

-- with a core, those that are in it: each has an event with another of them, or the core had dropped it;
-- without one, all that have an event; where valid and test keep whom train lacks, those, too
kept_entities as (
    select
        core.recipe_key,
        core.kind,
        core.entity_key,
        true as is_in_train
    from core
    inner join recipes on recipes.recipe_key = core.recipe_key
    where
        recipes.core_scope <> 'none'
        and not recipes.drops_cold_after_core
    {% for kind in ['user', 'item'] %}
    union all
    select distinct
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_key as entity_key,
        true as is_in_train
    from recipe_interactions
    where core_scope = 'none'
    union all
    select distinct
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_key as entity_key,
        true as is_in_train
    from train_after_core
    union all
    select distinct
        recipe_interactions.recipe_key,
        '{{ kind }}' as kind,
        recipe_interactions.{{ kind }}_key as entity_key,
        false as is_in_train
    from recipe_interactions
    left join core
        on
            core.recipe_key = recipe_interactions.recipe_key
            and core.entity_key = recipe_interactions.{{ kind }}_key
    where
        recipe_interactions.core_scope = 'train'
        and not recipe_interactions.drops_cold
        and recipe_interactions.split in ('valid', 'test')
        and core.entity_key is null
    {% endfor %}
),

kept_by_recipe as (
    select
        kept_entities.recipe_key,
        recipes.recipe_id,
        recipes.dataset_key,
        kept_entities.kind,
        kept_entities.entity_key,
        kept_entities.is_in_train
    from kept_entities
    inner join recipes on recipes.recipe_key = kept_entities.recipe_key
),

-- only of keys that stand for text: a join of all would hold millions, to look up few
look_up_ids as (
    select
        recipe_key,
        recipe_id,
        kind,
        entity_key,
        is_in_train,
        {{ raw_id('entity_key', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as entity_id
    from kept_by_recipe
    where entity_key >= 0
    union all
    select
        kept_by_recipe.recipe_key,
        kept_by_recipe.recipe_id,
        kept_by_recipe.kind,
        kept_by_recipe.entity_key,
        kept_by_recipe.is_in_train,
        text_ids.entity_id
    from kept_by_recipe
    left join text_ids
        on
            text_ids.dataset_key = kept_by_recipe.dataset_key
            and text_ids.entity_key = kept_by_recipe.entity_key
    where kept_by_recipe.entity_key < 0
),

int_benchmark_entities as (
    select
        recipe_key,
        recipe_id,
        kind,
        entity_key,
        entity_id,
        is_in_train,
        cast(row_number() over (
            partition by recipe_key, kind
            order by entity_id
        ) as integer) as entity_index
    from look_up_ids
)

select * from int_benchmark_entities
