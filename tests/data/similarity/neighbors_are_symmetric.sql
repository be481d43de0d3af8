-- Two items (users) that are in each other's lists must say the same of each other. One row for each pair that does
-- not.
with neighbors as (
    {% for kind, size, shared in [('item', 'raters', 'co_raters'), ('user', 'rated', 'co_rated')] %}
    select
        '{{ kind }}' as kind,
        recipe_id,
        {{ kind }}_id as id,
        neighbor_id,
        {{ size }} as size,
        neighbor_{{ size }} as neighbor_size,
        {{ shared }} as shared,
        jaccard,
        cosine,
        common_ratings,
        pearson,
        euclidean
    from {{ ref('similarity__' ~ kind ~ '_neighbors') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    neighbors.kind,
    neighbors.recipe_id,
    neighbors.id,
    neighbors.neighbor_id
from neighbors
inner join neighbors as seen_from_neighbor
    on
        seen_from_neighbor.kind = neighbors.kind
        and seen_from_neighbor.recipe_id = neighbors.recipe_id
        and seen_from_neighbor.id = neighbors.neighbor_id
        and seen_from_neighbor.neighbor_id = neighbors.id
where
    seen_from_neighbor.size <> neighbors.neighbor_size
    or seen_from_neighbor.shared <> neighbors.shared
    or seen_from_neighbor.jaccard <> neighbors.jaccard
    or seen_from_neighbor.cosine <> neighbors.cosine
    or seen_from_neighbor.common_ratings <> neighbors.common_ratings
    or seen_from_neighbor.pearson is distinct from neighbors.pearson
    or seen_from_neighbor.euclidean is distinct from neighbors.euclidean
