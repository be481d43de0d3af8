with source as (
    select * from {{ source('movielens', 'movielens_tags') }}
),

stg_movielens__tags as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        {{ whole_number_id(adapter.quote('userId')) }} as user_id,
        {{ whole_number_id(adapter.quote('movieId')) }} as item_id,
        tag,
        {{ timestamp_from_unix(adapter.quote('timestamp')) }} as tagged_at
    from source
)

select * from stg_movielens__tags
