{{ config(materialized='view') }}

-- The public form of int_video_lists.
with videos__lists as (
    select
        dataset_id,
        scraped_on,
        reference_date,
        reference_date_from,
        valid_starts_on,
        valid_starts_on_from,
        term_min_titles,
        queue_uncertain,
        queue_random,
        queue_seed,
        problem
    from {{ ref('int_video_lists') }}
)

select * from videos__lists
