{{ config(materialized='view') }}

-- All pairs of items with enough in common.
{{ similarity_pairs(ref('int_item_sets'), ref('int_item_entries')) }}
