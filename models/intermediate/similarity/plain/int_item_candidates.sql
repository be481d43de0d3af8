with int_item_candidates as (
    select * from {{ ref('int_item_candidates_in_sql') }}
)

select * from int_item_candidates
