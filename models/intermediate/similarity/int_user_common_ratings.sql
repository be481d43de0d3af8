{{ config(materialized='view') }}

-- How the common ratings of two users go together.
{{ similarity_values(ref('int_user_value_sums'), ref('int_rating_steps')) }}
