{{ config(partition_by={'dataset': 'dataset_id'}) }}

with catalog__rejected_rows as (
    select
        dataset_id,
        subject,
        source_file,
        source_row,
        reason,
        text as delivered_text,
        landed_at
    from {{ source('landing', 'rejected_rows') }}
)

select * from catalog__rejected_rows
