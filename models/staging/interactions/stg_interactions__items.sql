with source as (
    select * from {{ source('interactions', 'own_items') }}
),

stg_interactions__items as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        item_id,
        title as delivered_title,
        {{ cleaned_title('title') }} as title,
        attributes
    from source
)

select * from stg_interactions__items
