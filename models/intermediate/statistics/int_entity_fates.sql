-- How many users and items came how far, and how many have events in valid or test that were taken out as
-- cold: read once for all that is told of them, since the fates of all events take long to read.
with fates as (
    select
        recipe_key,
        user_key,
        item_key,
        {{ steps_survived('dropped_at_step') }} as steps_survived,
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
        max(is_cold_in_valid) = 1 as is_cold_in_valid,
        max(is_cold_in_test) = 1 as is_cold_in_test
    from fates
    group by
        recipe_key,
        {{ kind }}_key
),
{% endfor %}

int_entity_fates as (
    {% for kind in ['user', 'item'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test,
        count(*) as entities
    from follow_{{ kind }}s
    group by
        recipe_key,
        steps_survived,
        is_cold_in_valid,
        is_cold_in_test
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_entity_fates
