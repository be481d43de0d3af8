{{ config(materialized='blocked', blocks='int_advised_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_advised_users') }}

-- The other direction: each item that the user rated votes for its own neighbours, with the weight of how alike
-- the two are (Jaccard, shrunk).
with {{ recommended_by_items(voter='member', candidate='neighbor_member') }},

int_item_vote_recommendations as (
    select * from recommend_best
)

select * from int_item_vote_recommendations
