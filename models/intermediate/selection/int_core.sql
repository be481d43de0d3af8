-- Whom the rounds of the k-core dropped, and whom they left: their numbers led back to users and items.
with first_count as (
    select
        recipe_key,
        kind,
        entity_key,
        core_number,
        minimum
    from {{ ref('int_core_first_count') }}
),

peeling as (
    select
        core_number,
        interactions,
        settled_in_round
    from {{ ref('int_core_peeling') }}
),

int_core as (
    select
        first_count.recipe_key,
        first_count.kind,
        first_count.entity_key,
        first_count.minimum,
        peeling.interactions,
        peeling.settled_in_round
    from first_count
    inner join peeling on peeling.core_number = first_count.core_number
)

select * from int_core
