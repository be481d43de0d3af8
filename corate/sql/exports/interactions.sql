-- The interactions of $split in time order.
select
    user_index,
    item_index,
    rating,
    rated_at
from benchmarks.interactions
where
    recipe_id = $recipe_id
    and split = $split
order by rated_at, source_row
