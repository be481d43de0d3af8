-- The $count items most alike $item_id, by rank.
select
    rank,
    neighbor_id as item_id,
    neighbor_title as title,
    co_raters,
    round(jaccard, 4) as jaccard,
    round(jaccard_shrunk, 4) as jaccard_shrunk,
    round(pearson, 4) as pearson
from similarity.item_neighbors
where
    recipe_id = $recipe_id
    and item_id = $item_id
    and rank <= $count
order by rank
