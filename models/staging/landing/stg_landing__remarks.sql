with source as (
    select * from {{ source('landing', 'landing_remarks') }}
),

renamed as (
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

select * from renamed
