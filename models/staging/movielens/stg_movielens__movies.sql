with source as (
    select * from {{ source('movielens', 'movielens_movies') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ adapter.quote('movieId') }} as item_id,
        title as delivered_title,
        {{ film_title('title') }} as title,
        {{ film_release_year('title') }} as release_year,
        {{ genre_list('genres') }} as genres,
    from source
)

select * from renamed
