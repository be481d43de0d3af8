with entities as (
    select
        recipe_id,
        entity_id,
        entity_index,
        interactions
    from {{ ref('int_entity_interactions') }}
    where kind = 'user'
),

benchmarks__users as (
    select
        recipe_id,
        entity_id as user_id,
        entity_index as user_index,
        interactions
    from entities
)

select * from benchmarks__users
