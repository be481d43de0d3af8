{{ config(materialized='view') }}

-- What the common ratings of two items add up to.
{{ similarity_value_sums(ref('int_item_compared_pairs'), ref('int_item_entries')) }}
