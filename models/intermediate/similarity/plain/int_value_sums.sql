with int_value_sums as (
    select * from {{ ref('int_value_sums_in_sql') }}
)

select * from int_value_sums
