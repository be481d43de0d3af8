-- The $count items most alike $item_id, by rank.
select
    neighbors.rank,
    neighbors.neighbor_id as item_id,
    titles.title,
    neighbors.co_raters,
    round(neighbors.jaccard, 4) as jaccard,
    round(neighbors.jaccard_shrunk, 4) as jaccard_shrunk,
    round(neighbors.pearson, 4) as pearson
from similarity.item_neighbors as neighbors
inner join benchmarks.recipes on recipes.recipe_id = neighbors.recipe_id
left join catalog.items as titles
    on
        titles.dataset_id = recipes.dataset_id
        and titles.item_id = neighbors.neighbor_id
where
    neighbors.recipe_id = $recipe_id
    and neighbors.item_id = $item_id
    and neighbors.rank <= $count
order by neighbors.rank
