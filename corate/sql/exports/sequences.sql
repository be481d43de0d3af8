-- A line for each target of $split: user, history, target.
select user_index || ' ' || array_to_string(history, ' ') || ' ' || target_item_index as line
from benchmarks.sequences
where
    recipe_id = $recipe_id
    and split = $split
order by user_index, position
