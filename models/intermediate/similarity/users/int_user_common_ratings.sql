{{ config(materialized='blocked', blocks='int_user_compared_pairs', weighed_by='lookups') }}
-- depends_on: {{ ref('int_user_compared_pairs') }}

-- How the common ratings of two users go together.
{{ similarity_values(ref('int_user_compared_pairs'), ref('int_user_entries'), ref('int_rating_steps')) }}
