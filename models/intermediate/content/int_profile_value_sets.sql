{{ config(materialized='view') }}

-- Profiles that are ranked by the cosine of their values.
select *
from {{ ref('int_profile_sets') }}
where norm is not null
