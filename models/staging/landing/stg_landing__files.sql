with source as (
    select * from {{ source('landing', 'landed_files') }}
),

stg_landing__files as (
    select
        dataset_id,
        source_file,
        table_name,
        rows as accepted_rows,
        rejected_rows,
        bytes,
        sha256,
        landed_at,
        lines,
        header_lines,
        comment_lines,
        blank_lines,
        continued_lines,
        records,
        left_out_rows,
        coalesce(further_events, 0) as further_events
    from source
)

select * from stg_landing__files
