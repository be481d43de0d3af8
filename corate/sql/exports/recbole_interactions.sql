-- The interactions of $split in time order, as RecBole's atomic file; times are exact Unix seconds without zeros
-- that say nothing: 1394323200, 1394323200.25.
select
    interactions.user_index as "user_id:token",
    interactions.item_index as "item_id:token",
    interactions.rating as "rating:float",
    rtrim(rtrim('' || (cast(epoch_us(interactions.rated_at) as decimal(18, 0)) * 0.000001), '0'), '.')
        as "timestamp:float",
    event_context.context
from benchmarks.interactions
left join catalog.event_context
    on
        event_context.dataset_id = interactions.dataset_id
        and event_context.source_row = interactions.source_row
where
    interactions.recipe_id = $recipe_id
    and interactions.split = $split
order by interactions.rated_at, interactions.source_row
