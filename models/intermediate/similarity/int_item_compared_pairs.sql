{{ config(materialized='view') }}

-- The pairs whose ratings are compared.
{{ similarity_compared_pairs(ref('int_item_nearest')) }}
