{{ config(materialized='view') }}

-- The features of each profile.
{{ similarity_entries(ref('int_profile_features'), ref('int_profile_sets')) }}
