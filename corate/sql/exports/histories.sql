-- A line for each user: user, all items in time order.
select user_index || ' ' || array_to_string(item_indexes, ' ') as line
from benchmarks.user_histories
where recipe_id = $recipe_id
order by user_index
