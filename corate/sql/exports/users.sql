-- Each user: the index, the raw id it leads back to, number of interactions.
select
    user_index,
    user_id,
    interactions
from benchmarks.users
where recipe_id = $recipe_id
order by user_index
