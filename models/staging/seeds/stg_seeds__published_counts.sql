with source as (
    select * from {{ ref('published_counts') }}
),

stg_seeds__published_counts as (
    select
        dataset_id,
        recipe_id,
        measure,
        source,
        source_url,
        note,
        {{ try_cast('published_value', 'bigint') }} as published_value
    from source
)

select * from stg_seeds__published_counts
