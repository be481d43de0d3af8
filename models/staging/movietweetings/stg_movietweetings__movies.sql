with source as (
    select * from {{ source('movietweetings', 'movietweetings_movies') }}
),

cleaned as (
    select
        *,
        {{ cleaned_title('movie_title') }} as clean_title
    from source
),

stg_movietweetings__movies as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ movietweetings_id('movie_id') }} as item_id,
        {{ imdb_id('movie_id') }} as imdb_id,
        movie_title as delivered_title,
        {{ film_title('clean_title') }} as title,
        {{ film_release_year('clean_title') }} as release_year,
        {{ genre_list('genres') }} as genres
    from cleaned
)

select * from stg_movietweetings__movies
