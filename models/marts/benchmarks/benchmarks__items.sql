with benchmark_entities as (
    select
        recipe_id,
        entity_id,
        entity_index,
        interactions,
    from {{ ref('int_benchmark_entities') }}
    where kind = 'item'
),

items as (
    select
        recipe_id,
        entity_id as item_id,
        entity_index as item_index,
        interactions,
    from benchmark_entities
)

select * from items
