-- Every recipe with its parameters, as manifests state them, and why it is not made, where it is not.
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
    problem
from benchmarks.recipes
order by recipe_id
