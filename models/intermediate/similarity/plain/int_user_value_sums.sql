with int_user_value_sums as (
    select * from {{ ref('int_user_value_sums_in_sql') }}
)

select * from int_user_value_sums
