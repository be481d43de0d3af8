-- Two items that are in each other's lists must say the same of each other. One row for each pair that
-- does not.
with neighbors as (
    select
        recipe_id,
        item_id,
        neighbor_id,
        raters,
        neighbor_raters,
        co_raters,
        jaccard,
        cosine,
        common_ratings,
        pearson,
        euclidean
    from {{ ref('similarity__item_neighbors') }}
)

select
    neighbors.recipe_id,
    neighbors.item_id,
    neighbors.neighbor_id
from neighbors
inner join neighbors as seen_from_neighbor
    on
        seen_from_neighbor.recipe_id = neighbors.recipe_id
        and seen_from_neighbor.item_id = neighbors.neighbor_id
        and seen_from_neighbor.neighbor_id = neighbors.item_id
where
    seen_from_neighbor.raters <> neighbors.neighbor_raters
    or seen_from_neighbor.co_raters <> neighbors.co_raters
    or seen_from_neighbor.jaccard <> neighbors.jaccard
    or seen_from_neighbor.cosine <> neighbors.cosine
    or seen_from_neighbor.common_ratings <> neighbors.common_ratings
    or seen_from_neighbor.pearson is distinct from neighbors.pearson
    or seen_from_neighbor.euclidean is distinct from neighbors.euclidean
