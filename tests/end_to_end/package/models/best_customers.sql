select
    user_id,
    interactions
from {{ ref('corate', 'benchmarks__users') }}
where recipe_id = 'crm-orders-strict'
order by
    interactions desc,
    user_id
limit 10
