{{ config(materialized='view') }}

-- The users of each item.
{{ similarity_entries(ref('int_item_features'), ref('int_item_sets')) }}
