-- The interactions of $split in time order, as RecBole's atomic file; times are exact Unix seconds without zeros
-- that say nothing: 1394323200, 1394323200.25.
select
    user_index as "user_id:token",
    item_index as "item_id:token",
    rating as "rating:float",
    rtrim(rtrim('' || (cast(epoch_us(rated_at) as decimal(18, 0)) * 0.000001), '0'), '.') as "timestamp:float"
from benchmarks.interactions
where
    recipe_id = $recipe_id
    and split = $split
order by rated_at, source_row
