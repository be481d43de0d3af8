-- Every recipe with its parameters, as manifests state them, and whether its dataset is landed.
select
    recipe_id,
    dataset_id,
    duplicate_policy,
    min_rating,
    core_users,
    core_items,
    core_scope,
    split,
    valid_fraction,
    test_fraction,
    max_history,
    is_landed
from benchmarks.recipes
order by recipe_id
