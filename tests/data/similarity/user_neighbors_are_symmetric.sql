-- Two users that are in each other's lists must say the same of each other. One row for each pair that
-- does not.
with neighbors as (
    select
        recipe_id,
        user_id,
        neighbor_id,
        rated,
        neighbor_rated,
        co_rated,
        jaccard,
        cosine,
        common_ratings,
        pearson,
        euclidean
    from {{ ref('similarity__user_neighbors') }}
)

select
    neighbors.recipe_id,
    neighbors.user_id,
    neighbors.neighbor_id
from neighbors
inner join neighbors as seen_from_neighbor
    on
        seen_from_neighbor.recipe_id = neighbors.recipe_id
        and seen_from_neighbor.user_id = neighbors.neighbor_id
        and seen_from_neighbor.neighbor_id = neighbors.user_id
where
    seen_from_neighbor.rated <> neighbors.neighbor_rated
    or seen_from_neighbor.co_rated <> neighbors.co_rated
    or seen_from_neighbor.jaccard <> neighbors.jaccard
    or seen_from_neighbor.cosine <> neighbors.cosine
    or seen_from_neighbor.common_ratings <> neighbors.common_ratings
    or seen_from_neighbor.pearson is distinct from neighbors.pearson
    or seen_from_neighbor.euclidean is distinct from neighbors.euclidean
