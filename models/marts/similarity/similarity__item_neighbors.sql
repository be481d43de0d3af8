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
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

items as (
    select
        recipe_id,
        item_id,
        title,
        item_index
    from {{ ref('benchmarks__items') }}
),

-- a look-up by recipe and item as one number: see number_in
name_items as (
    select
        {{ number_in('recipes.recipe_key', 'items.item_index') }} as item_number,
        items.item_id,
        items.title
    from items
    inner join recipes on recipes.recipe_id = items.recipe_id
),

similarity__item_neighbors as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        items.item_id,
        items.title,
        measures.rank,
        neighbors.item_id as neighbor_id,
        neighbors.title as neighbor_title,
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
    inner join name_items as items on items.item_number = {{ number_in('measures.recipe_key', 'measures.member') }}
    inner join name_items as neighbors
        on neighbors.item_number = {{ number_in('measures.recipe_key', 'measures.neighbor_member') }}
)

select * from similarity__item_neighbors
