with source as (
    select * from {{ source('interactions', 'interactions') }}
),

stg_interactions__events as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        user_id,
        item_id,
        rating,
        {{ timestamp_from_text(adapter.quote('time')) }} as rated_at,
        context
    from source
)

select * from stg_interactions__events
