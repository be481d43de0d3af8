-- Two items that are in each other's lists must say the same of each other. One row for each pair that
-- does not.
with neighbors as (
    select
        collection,
        feature_set,
        ranked_by,
        item_id,
        neighbor_id,
        features,
        neighbor_features,
        shared,
        jaccard,
        cosine,
        cosine_idf
    from {{ ref('similarity__content_neighbors') }}
)

select
    neighbors.collection,
    neighbors.feature_set,
    neighbors.ranked_by,
    neighbors.item_id,
    neighbors.neighbor_id
from neighbors
inner join neighbors as seen_from_neighbor
    on
        seen_from_neighbor.collection = neighbors.collection
        and seen_from_neighbor.feature_set = neighbors.feature_set
        and seen_from_neighbor.ranked_by = neighbors.ranked_by
        and seen_from_neighbor.item_id = neighbors.neighbor_id
        and seen_from_neighbor.neighbor_id = neighbors.item_id
where
    seen_from_neighbor.features <> neighbors.neighbor_features
    or seen_from_neighbor.shared <> neighbors.shared
    or seen_from_neighbor.jaccard <> neighbors.jaccard
    or seen_from_neighbor.cosine <> neighbors.cosine
    or seen_from_neighbor.cosine_idf is distinct from neighbors.cosine_idf
