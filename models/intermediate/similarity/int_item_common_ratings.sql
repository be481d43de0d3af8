{{ config(materialized='view') }}

-- How the common ratings of two items go together.
{{ similarity_values(ref('int_item_value_sums'), ref('int_rating_steps')) }}
