{{ config(materialized='view') }}

-- All pairs of items with enough in common.
with item_sets as (
    select
        set_number,
        min_shared
    from {{ ref('int_compared_sets') }}
    where kind = 'item'
),

compared_entries as (
    select
        set_number,
        list_key
    from {{ ref('int_compared_entries') }}
),

int_item_pairs_in_sql as (
    {{ similarity_pairs('item_sets', 'compared_entries') }}
)

select * from int_item_pairs_in_sql
