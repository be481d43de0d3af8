with source as (
    select * from {{ source('landing', 'landings') }}
),

renamed as (
    select
        dataset_id,
        source,
        landed_at,
        interaction_rows,
        rejected_rows,
    from source
)

select * from renamed
