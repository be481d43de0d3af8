select * from {{ ref('int_profile_candidates_in_sql') }}
