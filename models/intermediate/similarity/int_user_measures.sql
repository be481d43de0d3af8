{{ config(materialized='view') }}

-- How alike the users most alike are.
{{ similarity_measures(ref('int_user_nearest'), ref('int_user_sets'), ref('int_user_common_ratings')) }}
