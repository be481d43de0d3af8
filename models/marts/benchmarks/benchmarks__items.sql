with entities as (
    select
        recipe_id,
        entity_id,
        entity_index,
        interactions
    from {{ ref('int_entity_interactions') }}
    where kind = 'item'
),

benchmarks__items as (
    select
        recipe_id,
        entity_id as item_id,
        entity_index as item_index,
        interactions
    from entities
)

select * from benchmarks__items
