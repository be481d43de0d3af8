with source as (
    select * from {{ source('movielens', 'movielens_ratings') }}
),

stg_movielens__ratings as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_number,
        item_number,
        {{ whole_number_id(adapter.quote('userId')) }} as user_id,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        rating,
        {{ timestamp_from_unix(adapter.quote('timestamp')) }} as rated_at
    from source
)

select * from stg_movielens__ratings
