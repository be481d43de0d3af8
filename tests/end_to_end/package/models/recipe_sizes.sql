{{ config(materialized='partitioned', schema='benchmarks', partition_by={'recipe': 'recipe_id'}) }}

select
    recipe_id,
    count(*) as users
from {{ ref('corate', 'benchmarks__users') }}
group by recipe_id
