select * from {{ ref('int_item_value_sums_in_sql') }}
