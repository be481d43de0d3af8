with estimates as (
    select
        recipe_key,
        kind,
        members,
        smallest_size,
        compared_members,
        pairs,
        budget,
        is_compared
    from {{ ref('int_pair_estimates') }}
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

similarity__pair_estimates as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        estimates.kind,
        estimates.members,
        estimates.smallest_size,
        estimates.compared_members,
        estimates.pairs,
        estimates.budget,
        estimates.is_compared
    from estimates
    inner join recipes on recipes.recipe_key = estimates.recipe_key
)

select * from similarity__pair_estimates
