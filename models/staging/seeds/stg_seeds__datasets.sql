with source as (
    select * from {{ ref('datasets') }}
),

stg_seeds__datasets as (
    select
        dataset_id,
        source,
        edition,
        title,
        -- landing uses a password in an address, and shows it to nobody
        {{ regexp_all_replaced('url', '://[^/?# ]*@', '://') }} as url,
        {{ regexp_all_replaced('mirrors', '://[^/?# ]*@', '://') }} as mirrors,
        checksum,
        bytes,
        licence,
        citation,
        {{ try_cast('rating_min', 'double') }} as rating_min,
        {{ try_cast('rating_max', 'double') }} as rating_max,
        {{ try_cast('liked_from', 'double') }} as liked_from,
        {{ try_cast('interactions', 'bigint') }} as interactions,
        {{ try_cast('users', 'bigint') }} as users
    from source
)

select * from stg_seeds__datasets
