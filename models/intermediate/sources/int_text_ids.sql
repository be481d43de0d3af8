-- The raw ids that are no whole numbers, by the key that stands for each. Of the others the key tells the id:
-- see the macro raw_id.
with events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key
    from {{ ref('int_events') }}
),

interactions as (
    select
        dataset_key,
        source_row,
        user_id,
        item_id
    from {{ ref('int_interactions') }}
),

-- any row tells the id: numbers are grouped several times as fast as texts
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

int_text_ids as (
    select
        find_rows.dataset_key,
        find_rows.entity_key,
        case find_rows.kind when 'user' then interactions.user_id else interactions.item_id end as entity_id
    from find_rows
    inner join interactions
        on
            interactions.dataset_key = find_rows.dataset_key
            and interactions.source_row = find_rows.source_row
)

select * from int_text_ids
