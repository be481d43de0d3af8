-- Users and items of every landed dataset. Text ids cost most of the time of a large join, so the
-- steps between the raw rows and the public tables use the narrow key. Keys follow the order of
-- the ids as text, and those of one dataset and kind have no gap.
with interactions as (
    select
        dataset_id,
        user_id,
        item_id,
    from {{ ref('int_interactions') }}
),

distinct_entities as (
    select
        dataset_id,
        'user' as kind,
        user_id as entity_id,
    from interactions
    group by
        dataset_id,
        user_id
    union all
    select
        dataset_id,
        'item' as kind,
        item_id as entity_id,
    from interactions
    group by
        dataset_id,
        item_id
),

int_entities as (
    select
        dataset_id,
        kind,
        entity_id,
        cast(row_number() over (order by dataset_id, kind, entity_id) as integer) as entity_key,
    from distinct_entities
)

select * from int_entities
