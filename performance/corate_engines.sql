-- What a recipe is made of on either engine: fingerprints of its parts.
select
    recipe_id,
    split,
    interactions,
    fingerprint
from benchmarks.fingerprints
order by
    recipe_id,
    split
