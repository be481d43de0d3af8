{{ config(materialized='view') }}

-- Profiles as sets of features, in the terms of the set-similarity macros.
with vectors as (
    select
        feature_set_key,
        place,
        feature_number,
        value
    from {{ ref('int_content_vectors') }}
),

profiles as (
    select
        feature_set_key,
        place
    from {{ ref('int_content_profiles') }}
    where place = profile
)

select
    vectors.feature_set_key as collection,
    vectors.place as member,
    vectors.feature_number as feature,
    vectors.value
from vectors
inner join profiles
    on
        profiles.feature_set_key = vectors.feature_set_key
        and profiles.place = vectors.place
