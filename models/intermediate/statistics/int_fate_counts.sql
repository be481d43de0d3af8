-- How many events had which fate, and how many users and items came how far: read once here, since the fates of all
-- events take long to read.
with fates as (
    select
        recipe_key,
        user_key,
        item_key,
        split,
        dropped_at_step,
        dropped_in_round,
        case dropped_at_step
            {% for step in dropping_steps() %}
            when '{{ step }}' then {{ loop.index0 }}
            {% endfor %}
            else {{ dropping_steps() | length }}
        end as steps_survived,
        case when dropped_at_step = 'cold' and split = 'valid' then 1 else 0 end as is_cold_in_valid,
        case when dropped_at_step = 'cold' and split = 'test' then 1 else 0 end as is_cold_in_test
    from {{ ref('int_interaction_fates') }}
),

-- a user is there as long as one of the user's events is, and so is an item
{% for kind in ['user', 'item'] %}
follow_{{ kind }}s as (
    select
        recipe_key,
        {{ kind }}_key,
        max(steps_survived) as steps_survived,
        max(is_cold_in_valid) as is_cold_in_valid,
        max(is_cold_in_test) as is_cold_in_test
    from fates
    group by
        recipe_key,
        {{ kind }}_key
),
{% endfor %}

count_fates as (
    select
        recipe_key,
        'interaction' as kind,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test,
        split,
        dropped_in_round,
        count(*) as entities
    from fates
    group by
        recipe_key,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test,
        split,
        dropped_in_round
    {% for kind in ['user', 'item'] %}
    union all
    select
        recipe_key,
        '{{ kind }}' as kind,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test,
        cast(null as {{ dbt.type_string() }}) as split,
        cast(null as integer) as dropped_in_round,
        count(*) as entities
    from follow_{{ kind }}s
    group by
        recipe_key,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test
    {% endfor %}
),

int_fate_counts as (
    select
        recipe_key,
        kind,
        steps_survived,
        is_cold_in_valid = 1 as is_cold_in_valid,
        is_cold_in_test = 1 as is_cold_in_test,
        split,
        dropped_in_round,
        entities
    from count_fates
)

select * from int_fate_counts
