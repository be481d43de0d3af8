with source as (
    select * from {{ source('movietweetings', 'movietweetings_movies') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        movie_id as item_id,
        {{ imdb_id('movie_id') }} as imdb_id,
        movie_title as delivered_title,
        {{ film_title('movie_title') }} as title,
        {{ film_release_year('movie_title') }} as release_year,
        {{ genre_list('genres') }} as genres,
    from source
)

select * from renamed
