-- The question that a reader asks: who is most alike to an item.
select list(neighbor_id order by rank) as neighbors
from similarity.item_neighbors
where
    recipe_id = $recipe_id
    and item_id = $item_id
    and rank <= 10
