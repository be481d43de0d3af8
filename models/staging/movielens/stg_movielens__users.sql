with source as (
    select * from {{ source('movielens', 'movielens_users') }}
),

renamed as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('userId')) }} as user_id,
        gender,
        age,
        occupation,
        {{ adapter.quote('zipCode') }} as zip_code
    from source
)

select * from renamed
