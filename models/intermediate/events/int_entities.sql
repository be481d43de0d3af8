-- Users and items of every landed dataset, and the raw id that each key stands for.
with interactions as (
    select
        dataset_key,
        user_id,
        item_id,
        user_key,
        item_key,
    from {{ ref('int_keyed_interactions') }}
),

-- grouped by the key and not by the id: numbers are grouped several times as fast as texts
int_entities as (
    {% for kind in ['user', 'item'] %}
    select
        dataset_key,
        '{{ kind }}' as kind,
        {{ kind }}_key as entity_key,
        any_value({{ kind }}_id) as entity_id,
    from interactions
    group by
        dataset_key,
        {{ kind }}_key
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_entities
