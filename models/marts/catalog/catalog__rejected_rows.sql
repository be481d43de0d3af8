with catalog__rejected_rows as (
    select
        dataset_id,
        source_file,
        source_row,
        reason,
        delivered_text,
        landed_at
    from {{ ref('stg_landing__rejected_rows') }}
)

select * from catalog__rejected_rows
