with source as (
    select * from {{ ref('video_lists') }}
),

stg_seeds__video_lists as (
    select
        dataset_id,
        {{ try_cast('scraped_on', 'date') }} as scraped_on,
        {{ try_cast('reference_date', 'date') }} as reference_date,
        {{ try_cast('valid_starts_on', 'date') }} as valid_starts_on,
        {{ try_cast('term_min_titles', 'integer') }} as term_min_titles,
        {{ try_cast('queue_uncertain', 'integer') }} as queue_uncertain,
        {{ try_cast('queue_random', 'integer') }} as queue_random,
        {{ try_cast('queue_seed', 'integer') }} as queue_seed
    from source
)

select * from stg_seeds__video_lists
