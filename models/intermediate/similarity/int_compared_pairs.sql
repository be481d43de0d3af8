{{ config(materialized='view') }}

-- The pairs of which at least one is a neighbour of the other, once each: their ratings are compared.
with nearest as (
    select
        set_number,
        neighbor_number
    from {{ ref('int_nearest_sets') }}
),

int_compared_pairs as (
    select distinct
        least(set_number, neighbor_number) as set_number_a,
        greatest(set_number, neighbor_number) as set_number_b
    from nearest
)

select * from int_compared_pairs
