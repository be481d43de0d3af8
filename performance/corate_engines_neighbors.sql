-- The neighbours of items on either engine, in the terms of similarity.SimilarityOutcome.
select
    count(*) as neighbors,
    cast(coalesce(sum(
        cast(item_id as bigint) % 9973 * rank * (cast(neighbor_id as bigint) % 9973)
    ), 0) as bigint) as neighbors_checksum
from similarity.item_neighbors
