-- Neighbours have the support that the recipe asks for, are as many as it allows, and stand in the
-- order of their similarity. One row for each that does not.
with neighbors as (
    select
        recipe_id,
        item_id,
        rank,
        neighbor_id,
        co_raters,
        jaccard,
        lag(jaccard) over one_list as jaccard_before,
        lag(co_raters) over one_list as co_raters_before,
        lag(neighbor_id) over one_list as neighbor_id_before
    from {{ ref('similarity__item_neighbors') }}
    window one_list as (partition by recipe_id, item_id order by rank)
),

recipes as (
    select
        recipe_id,
        min_co_raters,
        neighbors
    from {{ ref('benchmarks__recipes') }}
)

select
    neighbors.*,
    recipes.min_co_raters,
    recipes.neighbors
from neighbors
inner join recipes on recipes.recipe_id = neighbors.recipe_id
where
    neighbors.co_raters < recipes.min_co_raters
    or neighbors.rank > recipes.neighbors
    or neighbors.jaccard_before < neighbors.jaccard
    or (
        neighbors.jaccard_before = neighbors.jaccard
        and (
            neighbors.co_raters_before < neighbors.co_raters
            or (
                neighbors.co_raters_before = neighbors.co_raters
                and neighbors.neighbor_id_before >= neighbors.neighbor_id
            )
        )
    )
