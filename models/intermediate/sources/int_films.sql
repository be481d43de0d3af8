{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- Every film that a ratings source lists, in one form. MovieLens names IMDb ids in a list of
-- links, MovieTweetings uses them as its own ids; editions without links have none.
with movielens_movies as (
    select
        dataset_id,
        source_row,
        item_id,
        title,
        release_year,
        genres
    from {{ ref('stg_movielens__movies') }}
    union all
    select
        dataset_id,
        source_row,
        item_id,
        title,
        release_year,
        genres
    from {{ ref('stg_movielens__items') }}
),

movielens_links as (
    select
        dataset_id,
        item_id,
        imdb_id
    from {{ ref('stg_movielens__links') }}
),

movietweetings_movies as (
    select
        dataset_id,
        source_row,
        item_id,
        imdb_id,
        title,
        release_year,
        genres
    from {{ ref('stg_movietweetings__movies') }}
),

int_films as (
    select
        movielens_movies.dataset_id,
        'movielens' as source,
        movielens_movies.source_row,
        movielens_movies.item_id,
        movielens_links.imdb_id,
        movielens_movies.title,
        movielens_movies.release_year,
        movielens_movies.genres
    from movielens_movies
    left join movielens_links
        on
            movielens_links.dataset_id = movielens_movies.dataset_id
            and movielens_links.item_id = movielens_movies.item_id
    union all
    select
        dataset_id,
        'movietweetings' as source,
        source_row,
        item_id,
        imdb_id,
        title,
        release_year,
        genres
    from movietweetings_movies
)

select * from int_films
