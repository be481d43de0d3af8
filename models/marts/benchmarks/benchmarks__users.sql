with benchmark_entities as (
    select
        recipe_id,
        entity_id,
        entity_index,
        interactions,
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

users as (
    select
        recipe_id,
        entity_id as user_id,
        entity_index as user_index,
        interactions,
    from benchmark_entities
)

select * from users
