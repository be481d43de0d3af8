with source as (
    select * from {{ source('landing', 'landings') }}
),

stg_landing__landings as (
    select
        dataset_id,
        source,
        landed_at,
        interaction_rows,
        rejected_rows,
        lines,
        header_lines,
        comment_lines,
        blank_lines,
        continued_lines,
        records,
        landed_rows,
        left_out_rows,
        options,
        coalesce(further_events, 0) as further_events
    from source
)

select * from stg_landing__landings
