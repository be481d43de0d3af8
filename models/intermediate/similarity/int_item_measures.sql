{{ config(materialized='view') }}

-- How alike the items most alike are.
{{ similarity_measures(ref('int_item_nearest'), ref('int_item_sets'), ref('int_item_common_ratings')) }}
