with source as (
    select * from {{ source('movietweetings', 'movietweetings_users') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_id,
        twitter_id,
    from source
)

select * from renamed
