with int_user_candidates as (
    select * from {{ ref('int_user_candidates_in_sql') }}
)

select * from int_user_candidates
