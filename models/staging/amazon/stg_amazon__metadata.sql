with source as (
    select * from {{ source('amazon', 'amazon_metadata') }}
),

stg_amazon__metadata as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        -- 2023 lists products by parent_asin, the earlier editions by asin
        coalesce({{ json_text('metadata', 'parent_asin') }}, {{ json_text('metadata', 'asin') }}) as item_id,
        {{ json_text('metadata', 'title') }} as delivered_title,
        -- a catalog has none, or the word that a program prints for it
        {{ with_value('shown', cleaned_title(json_text('metadata', 'title')), known_text('shown')) }} as title,
        coalesce({{ json_text('metadata', 'brand') }}, {{ json_text('metadata', 'store') }}) as brand
    from source
)

select * from stg_amazon__metadata
