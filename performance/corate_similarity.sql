-- What Corate made of the one recipe in a database, in the terms of similarity.SimilarityOutcome.
with pairs as (
    select
        count(*) as pairs,
        cast(coalesce(sum(co_raters), 0) as bigint) as co_raters,
        cast(coalesce(sum(
            (cast(item_id_a as bigint) + cast(item_id_b as bigint)) % 9973 * co_raters
        ), 0) as bigint) as pairs_checksum
    from similarity.item_co_ratings
),

neighbors as (
    select
        count(*) as neighbors,
        cast(coalesce(sum(
            cast(item_id as bigint) % 9973 * rank * (cast(neighbor_id as bigint) % 9973)
        ), 0) as bigint) as neighbors_checksum
    from similarity.item_neighbors
)

select *
from pairs
cross join neighbors
