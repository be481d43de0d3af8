-- Ids of one dataset that share a key, one row a key: their users or items would be taken for one. Only ids that
-- are no whole numbers can, and hardly ever do. Should it happen, land the dataset with ids of another form.
with interactions as (
    select
        dataset_key,
        user_text_id,
        item_text_id,
        user_key,
        item_key
    from {{ ref('int_interactions') }}
),

compare_ids as (
    {% for kind in ['user', 'item'] %}
    select
        dataset_key,
        {{ kind }}_key as entity_key,
        min({{ kind }}_text_id) as first_id,
        max({{ kind }}_text_id) as last_id
    from interactions
    where {{ kind }}_key < 0
    group by
        dataset_key,
        {{ kind }}_key
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

entity_keys_stand_for_one_id as (
    select
        dataset_key,
        entity_key,
        first_id,
        last_id
    from compare_ids
    where first_id <> last_id
)

select * from entity_keys_stand_for_one_id
