with source as (
    select * from {{ source('landing', 'landing_remarks') }}
),

stg_landing__remarks as (
    select
        dataset_id,
        column_name,
        what,
        found,
        total,
        examples,
        advice,
        landed_at
    from source
)

select * from stg_landing__remarks
