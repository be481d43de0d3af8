{{ config(materialized='view') }}

-- The recipes whose items are compared (all of them), and what they ask for.
select
    recipe_key as collection,
    min_co_raters as min_shared,
    1 as min_size,
    neighbors
from {{ ref('int_recipes') }}
