{{ config(materialized='view') }}

-- The items of each user.
{{ similarity_entries(ref('int_user_features'), ref('int_user_sets')) }}
