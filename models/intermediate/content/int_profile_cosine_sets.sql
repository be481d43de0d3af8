{{ config(materialized='view') }}

-- Profiles that are ranked by the cosine of their sets; where occurrences count, those take its place.
with sets as (
    select *
    from {{ ref('int_profile_sets') }}
),

feature_sets as (
    select feature_set_key
    from {{ ref('int_content_feature_sets') }}
    where coalesce(weighed_by, '') <> 'occurrences'
)

select sets.*
from sets
inner join feature_sets on feature_sets.feature_set_key = sets.collection
