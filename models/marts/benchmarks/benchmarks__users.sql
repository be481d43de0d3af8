with benchmark_entities as (
    select
        recipe_id,
        entity_id,
        entity_index,
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

split_counts as (
    select
        recipe_id,
        entity_index,
        interactions,
    from {{ ref('int_split_entity_counts') }}
    where kind = 'user'
),

add_up_splits as (
    select
        recipe_id,
        entity_index,
        cast(sum(interactions) as bigint) as interactions,
    from split_counts
    group by
        recipe_id,
        entity_index
),

users as (
    select
        benchmark_entities.recipe_id,
        benchmark_entities.entity_id as user_id,
        benchmark_entities.entity_index as user_index,
        coalesce(add_up_splits.interactions, 0) as interactions,
    from benchmark_entities
    left join add_up_splits
        on
            add_up_splits.recipe_id = benchmark_entities.recipe_id
            and add_up_splits.entity_index = benchmark_entities.entity_index
)

select * from users
