{{ config(materialized='view') }}

-- What the common ratings of two users add up to.
{{ similarity_value_sums(ref('int_user_compared_pairs'), ref('int_user_entries')) }}
