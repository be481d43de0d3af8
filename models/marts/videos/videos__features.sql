{{ config(materialized='view') }}

-- What is known of each video after the last round of labelling.
with videos__features as (
    select
        dataset_id,
        video_id,
        title,
        url,
        channel_name,
        channel_id,
        category,
        publication_kind,
        published_on,
        published_precision,
        published_problem,
        views,
        views_problem,
        days_since_publication,
        views_per_day,
        label,
        labelled_in_round,
        split
    from {{ ref('int_video_examples') }}
    where is_last_round
)

select * from videos__features
