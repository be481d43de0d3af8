-- What Corate made of the one recipe in a database, in the terms of similarity.SimilarityOutcome, of users.
select
    count(*) as neighbors,
    cast(coalesce(sum(
        cast(user_id as bigint) % 9973 * rank * (cast(neighbor_id as bigint) % 9973)
    ), 0) as bigint) as neighbors_checksum
from similarity.user_neighbors
