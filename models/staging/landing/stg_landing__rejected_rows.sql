with source as (
    select * from {{ source('landing', 'rejected_rows') }}
),

stg_landing__rejected_rows as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        text as delivered_text,
        reason
    from source
)

select * from stg_landing__rejected_rows
