-- Neighbours have the support that the recipe asks for, are as many as it allows, and stand in the order of their
-- similarity. One row for each that does not.
with neighbors as (
    {% for kind, shared in [('item', 'co_raters'), ('user', 'co_rated')] %}
    select
        '{{ kind }}' as kind,
        recipe_id,
        {{ kind }}_id as id,
        rank,
        neighbor_id,
        {{ shared }} as shared,
        jaccard
    from {{ ref('similarity__' ~ kind ~ '_neighbors') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

look_back as (
    select
        *,
        lag(jaccard) over one_list as jaccard_before,
        lag(shared) over one_list as shared_before,
        lag(neighbor_id) over one_list as neighbor_id_before
    from neighbors
    window one_list as (partition by kind, recipe_id, id order by rank)
),

recipes as (
    select
        recipe_id,
        min_co_raters,
        neighbors as item_neighbors,
        coalesce(user_neighbors, neighbors) as user_neighbors
    from {{ ref('int_recipes') }}
)

select
    look_back.*,
    recipes.min_co_raters,
    recipes.item_neighbors,
    recipes.user_neighbors
from look_back
inner join recipes on recipes.recipe_id = look_back.recipe_id
where
    look_back.shared < recipes.min_co_raters
    or look_back.rank > case look_back.kind when 'item' then recipes.item_neighbors else recipes.user_neighbors end
    or look_back.jaccard_before < look_back.jaccard
    or (
        look_back.jaccard_before = look_back.jaccard
        and (
            look_back.shared_before < look_back.shared
            or (
                look_back.shared_before = look_back.shared
                and look_back.neighbor_id_before >= look_back.neighbor_id
            )
        )
    )
