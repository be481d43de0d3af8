with int_profile_candidates as (
    select * from {{ ref('int_profile_candidates_in_sql') }}
)

select * from int_profile_candidates
