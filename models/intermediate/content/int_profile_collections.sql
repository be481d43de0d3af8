{{ config(materialized='view') }}

-- What the sets of features ask for, in the terms of the set-similarity macros: one feature in common
-- is enough.
select
    feature_set_key as collection,
    1 as min_shared,
    1 as min_size,
    {{ var('content_neighbors') }} as neighbors
from {{ ref('int_content_feature_sets') }}
