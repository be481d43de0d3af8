{{ config(materialized='counted', counted_by='count_pairs', partition_by={'recipe': 'set_number_a'}) }}

-- All pairs of items with enough in common.
with sets as (
    select
        collection,
        set_number,
        min_shared,
        neighbors
    from {{ ref('int_compared_sets') }}
    where kind = 'item'
),

entries as (
    select
        collection,
        set_number,
        list_key
    from {{ ref('int_compared_features') }}
    where kind = 'item'
),

int_item_pairs as (
    {{ similarity_pairs('sets', 'entries') }}
)

select * from int_item_pairs
