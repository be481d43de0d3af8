{% set steps = dropping_steps() %}

with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

fate_counts as (
    select
        recipe_key,
        kind,
        steps_survived,
        entities
    from {{ ref('int_fate_counts') }}
),

steps as (
    {% for step in steps %}
    select
        {{ loop.index }} as step_number,
        '{{ step }}' as step
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

count_survivors as (
    select
        {% for kind, column in {'interaction': 'interactions', 'user': 'users', 'item': 'items'}.items() %}
        sum(case when kind = '{{ kind }}' then entities else 0 end) as {{ column }},
        {% endfor %}
        recipe_key,
        steps_survived
    from fate_counts
    group by
        recipe_key,
        steps_survived
),

sum_before_and_after as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        steps.step_number,
        steps.step,
        sum(case when count_survivors.steps_survived >= steps.step_number - 1 then count_survivors.interactions end)
            as interactions_before,
        sum(case when count_survivors.steps_survived >= steps.step_number - 1 then count_survivors.users end)
            as users_before,
        sum(case when count_survivors.steps_survived >= steps.step_number - 1 then count_survivors.items end)
            as items_before,
        sum(case when count_survivors.steps_survived >= steps.step_number then count_survivors.interactions end)
            as interactions,
        sum(case when count_survivors.steps_survived >= steps.step_number then count_survivors.users end)
            as users,
        sum(case when count_survivors.steps_survived >= steps.step_number then count_survivors.items end)
            as items
    from recipes
    cross join steps
    left join count_survivors on count_survivors.recipe_key = recipes.recipe_key
    group by
        recipes.recipe_id,
        recipes.dataset_id,
        steps.step_number,
        steps.step
),

benchmarks__attrition as (
    select
        recipe_id,
        dataset_id,
        cast(step_number as integer) as step_number,
        step,
        cast(coalesce(interactions_before, 0) as bigint) as interactions_before,
        cast(coalesce(users_before, 0) as bigint) as users_before,
        cast(coalesce(items_before, 0) as bigint) as items_before,
        cast(coalesce(interactions, 0) as bigint) as interactions,
        cast(coalesce(users, 0) as bigint) as users,
        cast(coalesce(items, 0) as bigint) as items,
        -- the former words, for a release
        cast(coalesce(interactions_before, 0) as bigint) as row_count_before,
        cast(coalesce(interactions, 0) as bigint) as row_count
    from sum_before_and_after
)

select * from benchmarks__attrition
