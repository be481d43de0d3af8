with int_item_value_sums as (
    select * from {{ ref('int_item_value_sums_in_sql') }}
)

select * from int_item_value_sums
