with source as (
    select * from {{ source('movietweetings', 'movietweetings_users') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id('user_id') }} as user_id,
        twitter_id
    from source
)

select * from renamed
