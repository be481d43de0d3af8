with source as (
    select * from {{ source('amazon', 'amazon_ratings') }}
),

stg_amazon__ratings as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_id,
        item_id,
        rating,
        {{ timestamp_from_unix(adapter.quote('timestamp')) }} as rated_at
    from source
)

select * from stg_amazon__ratings
