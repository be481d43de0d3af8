with int_item_pairs as (
    select * from {{ ref('int_item_pairs_in_sql') }}
)

select * from int_item_pairs
