{{ config(materialized='view') }}

-- The public form of int_video_features.
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
    from {{ ref('int_video_features') }}
)

select * from videos__features
