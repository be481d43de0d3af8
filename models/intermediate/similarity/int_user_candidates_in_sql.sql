{{ config(materialized='view') }}

-- The users that are neighbours, of all pairs with enough in common.
with pairs as (
    {{ similarity_pairs(ref('int_user_sets'), ref('int_user_entries')) }}
),

int_user_candidates_in_sql as (
    {{ similarity_candidates('pairs', ref('int_user_sets'), ['jaccard'], ['shared']) }}
)

select * from int_user_candidates_in_sql
