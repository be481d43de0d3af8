with source as (
    select * from {{ source('movietweetings', 'movietweetings_ratings') }}
),

stg_movietweetings__ratings as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id('user_id') }} as user_id,
        {{ movietweetings_id('movie_id') }} as item_id,
        rating,
        {{ timestamp_from_unix('rating_timestamp') }} as rated_at
    from source
)

select * from stg_movietweetings__ratings
