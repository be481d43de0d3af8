-- Every recipe with its parameters, as manifests state them, and why it is not made, where it is not.
select * exclude (is_landed)
from benchmarks.recipes
order by recipe_id
