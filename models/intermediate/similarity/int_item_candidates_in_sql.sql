{{ config(materialized='view') }}

-- The items that may be neighbours, of all pairs with enough in common.
with item_sets as (
    select
        set_number,
        set_size,
        neighbors
    from {{ ref('int_compared_sets') }}
    where kind = 'item'
),

near_pairs as (
    {{ similarity_near_pairs(ref('int_item_pairs'), 'item_sets', ['jaccard'], ['shared']) }}
),

int_item_candidates_in_sql as (
    select
        set_number,
        neighbor_number,
        shared
    from near_pairs
)

select * from int_item_candidates_in_sql
