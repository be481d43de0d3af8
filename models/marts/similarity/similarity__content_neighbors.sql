{{ config(materialized='view', partition_by={}) }}

-- The public form of int_content_neighbors, with titles. A view: a title, or one more dataset, makes no list anew.
with neighbors as (
    select
        collection,
        feature_set,
        ranked_by,
        item_id,
        rank,
        neighbor_id,
        features,
        neighbor_features,
        shared,
        jaccard,
        cosine,
        cosine_idf
    from {{ ref('int_content_neighbors') }}
),

movies as (
    select
        imdb_id,
        title
    from {{ ref('catalog__movies') }}
),

items as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('catalog__items') }}
),

-- models of the Hub have no other name than their id
titles as (
    select
        'movies' as collection,
        imdb_id as item_id,
        title
    from movies
    union all
    select
        dataset_id as collection,
        item_id,
        title
    from items
),

similarity__content_neighbors as (
    select
        neighbors.collection,
        neighbors.feature_set,
        neighbors.ranked_by,
        neighbors.item_id,
        titles.title,
        neighbors.rank,
        neighbors.neighbor_id,
        neighbor_titles.title as neighbor_title,
        neighbors.features,
        neighbors.neighbor_features,
        neighbors.shared,
        neighbors.jaccard,
        neighbors.cosine,
        neighbors.cosine_idf
    from neighbors
    left join titles
        on
            titles.collection = neighbors.collection
            and titles.item_id = neighbors.item_id
    left join titles as neighbor_titles
        on
            neighbor_titles.collection = neighbors.collection
            and neighbor_titles.item_id = neighbors.neighbor_id
)

select * from similarity__content_neighbors
