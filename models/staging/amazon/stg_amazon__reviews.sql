with source as (
    select * from {{ source('amazon', 'amazon_reviews') }}
),

stg_amazon__reviews as (
    select
        dataset_id,
        source_file,
        source_row,
        landed_at,
        -- 2014 and 2018 name the fields differently from 2023, where parent_asin is the product
        -- and asin one of its variants
        coalesce({{ json_text('review', 'reviewerID') }}, {{ json_text('review', 'user_id') }}) as user_id,
        coalesce({{ json_text('review', 'parent_asin') }}, {{ json_text('review', 'asin') }}) as item_id,
        cast(
            coalesce({{ json_text('review', 'overall') }}, {{ json_text('review', 'rating') }}) as double
        ) as rating,
        {{ timestamp_from_text(
            "coalesce(" ~ json_text('review', 'unixReviewTime') ~ ", " ~ json_text('review', 'timestamp') ~ ")"
        ) }} as rated_at,
        coalesce({{ json_text('review', 'summary') }}, {{ json_text('review', 'title') }}) as review_title,
        coalesce({{ json_text('review', 'reviewText') }}, {{ json_text('review', 'text') }}) as review_text
    from source
)

select * from stg_amazon__reviews
