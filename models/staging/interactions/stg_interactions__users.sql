with source as (
    select * from {{ source('interactions', 'own_users') }}
),

stg_interactions__users as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_id,
        attributes
    from source
)

select * from stg_interactions__users
