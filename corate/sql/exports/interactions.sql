-- The interactions of $split in time order, with the context that was landed with them.
select
    interactions.user_index,
    interactions.item_index,
    interactions.rating,
    interactions.rated_at,
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
