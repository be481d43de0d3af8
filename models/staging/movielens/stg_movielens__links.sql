with source as (
    select * from {{ source('movielens', 'movielens_links') }}
),

stg_movielens__links as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        {{ imdb_id(adapter.quote('imdbId')) }} as imdb_id,
        {{ adapter.quote('tmdbId') }} as tmdb_id
    from source
)

select * from stg_movielens__links
