{{ config(materialized='blocked', blocks='int_advised_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_advised_users') }}

-- The customary item kNN: an item collects a vote from each of its own neighbours that the user rated, with the
-- weight of how alike the two are (Jaccard, shrunk).
with {{ recommended_by_items(voter='neighbor_member', candidate='member') }},

int_item_neighbor_recommendations as (
    select * from recommend_best
)

select * from int_item_neighbor_recommendations
