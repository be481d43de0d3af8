-- A line for each user: user, how many items come before those of valid and of test, all items in time order.
select
    user_index
    || ' ' || (interactions - valid_interactions - test_interactions)
    || ' ' || (interactions - test_interactions)
    || ' ' || array_to_string(item_indexes, ' ') as line
from benchmarks.user_histories
where recipe_id = $recipe_id
order by user_index
