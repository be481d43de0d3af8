select * from {{ ref('int_user_value_sums_in_sql') }}
