select * from {{ ref('int_user_candidates_in_sql') }}
