with source as (
    select * from {{ source('movietweetings', 'movietweetings_ratings') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_id,
        movie_id as item_id,
        rating,
        {{ timestamp_from_unix('rating_timestamp') }} as rated_at,
    from source
)

select * from renamed
