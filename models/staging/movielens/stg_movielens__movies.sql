with source as (
    select * from {{ source('movielens', 'movielens_movies') }}
),

cleaned as (
    select
        *,
        {{ cleaned_title('title') }} as clean_title
    from source
),

stg_movielens__movies as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        title as delivered_title,
        {{ film_title('clean_title') }} as title,
        {{ film_release_year('clean_title') }} as release_year,
        {{ genre_list('genres') }} as genres
    from cleaned
)

select * from stg_movielens__movies
