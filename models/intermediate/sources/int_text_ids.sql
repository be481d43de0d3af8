{{ config(partition_by={'dataset': 'dataset_key'}) }}

-- The ids of users and items that are no whole numbers, by their keys. Any event tells the id of a key: numbers are
-- grouped several times as fast as texts.
with events as {{ computed_each_time() }} (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id
    from {{ ref('int_interactions') }}
),

{% for kind in ['user', 'item'] %}
find_{{ kind }}_rows as (
    select
        dataset_key,
        {{ kind }}_key as entity_key,
        min(source_row) as source_row
    from events
    where {{ kind }}_key < 0
    group by
        dataset_key,
        {{ kind }}_key
),

{% endfor %}
int_text_ids as (
    {% for kind in ['user', 'item'] %}
    select
        events.dataset_key,
        {{ kind }}_rows.entity_key,
        events.{{ kind }}_text_id as entity_id
    from events
    inner join find_{{ kind }}_rows as {{ kind }}_rows
        on
            {{ kind }}_rows.dataset_key = events.dataset_key
            and {{ kind }}_rows.source_row = events.source_row
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from int_text_ids
