with measures as (
    select
        recipe_key,
        member,
        rank,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        cosine,
        jaccard_shrunk,
        cosine_shrunk,
        common_values,
        pearson,
        euclidean
    from {{ ref('int_nearest_measures') }}
    where kind = 'item'
),

recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
),

items as (
    select
        recipe_key,
        entity_index as item_index,
        entity_id as item_id
    from {{ ref('int_benchmark_entities') }}
    where kind = 'item'
),

similarity__item_neighbors as (
    select
        recipes.recipe_id,
        items.item_id,
        measures.rank,
        neighbors.item_id as neighbor_id,
        measures.set_size as raters,
        measures.neighbor_size as neighbor_raters,
        measures.shared as co_raters,
        measures.jaccard,
        measures.cosine,
        measures.jaccard_shrunk,
        measures.cosine_shrunk,
        measures.common_values as common_ratings,
        measures.pearson,
        measures.euclidean
    from measures
    inner join recipes on recipes.recipe_key = measures.recipe_key
    inner join items
        on
            {{ number_in('items.recipe_key', 'items.item_index') }}
            = {{ number_in('measures.recipe_key', 'measures.member') }}
    inner join items as neighbors
        on
            {{ number_in('neighbors.recipe_key', 'neighbors.item_index') }}
            = {{ number_in('measures.recipe_key', 'measures.neighbor_member') }}
)

select * from similarity__item_neighbors
