-- Two profiles that are near each other must say the same of each other, and so then do all of their items in
-- similarity.content_neighbors, of which there are many times as many. One row for each pair that does not.
with measures as (
    select
        measure,
        set_number,
        neighbor_number,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        cosine,
        value_cosine
    from {{ ref('int_profile_measures') }}
)

select
    measures.measure,
    measures.set_number,
    measures.neighbor_number
from measures
inner join measures as seen_from_neighbor
    on
        seen_from_neighbor.measure = measures.measure
        and seen_from_neighbor.set_number = measures.neighbor_number
        and seen_from_neighbor.neighbor_number = measures.set_number
where
    seen_from_neighbor.set_size <> measures.neighbor_size
    or seen_from_neighbor.shared <> measures.shared
    or seen_from_neighbor.jaccard <> measures.jaccard
    or seen_from_neighbor.cosine <> measures.cosine
    or seen_from_neighbor.value_cosine is distinct from measures.value_cosine
