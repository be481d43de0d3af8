-- A line for each target of $split: user, history with blanks between, target.
select
    user_index as "user_id:token",
    array_to_string(history, ' ') as "item_id_list:token_seq",
    target_item_index as "item_id:token"
from benchmarks.sequences
where
    recipe_id = $recipe_id
    and split = $split
order by
    user_index,
    position
