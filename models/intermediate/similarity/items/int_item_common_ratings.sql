{{ config(materialized='blocked', blocks='int_item_compared_pairs', weighed_by='lookups') }}
-- depends_on: {{ ref('int_item_compared_pairs') }}

-- How the common ratings of two items go together.
{{ similarity_values(ref('int_item_compared_pairs'), ref('int_item_entries'), ref('int_rating_steps')) }}
