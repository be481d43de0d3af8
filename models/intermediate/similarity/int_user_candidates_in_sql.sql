{{ config(materialized='view') }}

-- The users that are neighbours, of all pairs with enough in common.
with user_sets as (
    select
        set_number,
        member,
        set_size,
        min_shared,
        neighbors
    from {{ ref('int_compared_sets') }}
    where kind = 'user'
),

compared_entries as (
    select
        set_number,
        list_key
    from {{ ref('int_compared_entries') }}
),

pairs as (
    {{ similarity_pairs('user_sets', 'compared_entries') }}
),

int_user_candidates_in_sql as (
    {{ similarity_candidates('pairs', 'user_sets', ['jaccard'], ['shared']) }}
)

select * from int_user_candidates_in_sql
