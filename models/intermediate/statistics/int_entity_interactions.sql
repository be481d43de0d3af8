{{ config(materialized='view') }}

-- Whom a recipe keeps, with all their kept events: what benchmarks.users and benchmarks.items tell, each of
-- its kind. A view: it is read once for each of the two.
with benchmark_entities as (
    select
        recipe_id,
        kind,
        entity_id,
        entity_index
    from {{ ref('int_benchmark_entities') }}
),

split_counts as (
    select
        recipe_id,
        kind,
        entity_index,
        interactions
    from {{ ref('int_split_entity_counts') }}
),

add_up_splits as (
    select
        recipe_id,
        kind,
        entity_index,
        cast(sum(interactions) as bigint) as interactions
    from split_counts
    group by
        recipe_id,
        kind,
        entity_index
),

int_entity_interactions as (
    select
        benchmark_entities.recipe_id,
        benchmark_entities.kind,
        benchmark_entities.entity_id,
        benchmark_entities.entity_index,
        add_up_splits.interactions
    from benchmark_entities
    -- whoever is kept has a kept event; should one have none, the NULL fails the test of interactions
    left join add_up_splits
        on
            add_up_splits.recipe_id = benchmark_entities.recipe_id
            and add_up_splits.kind = benchmark_entities.kind
            and add_up_splits.entity_index = benchmark_entities.entity_index
)

select * from int_entity_interactions
