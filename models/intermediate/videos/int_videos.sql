-- A page that was delivered twice counts once, as it was first.
with videos as (
    select
        dataset_id,
        source_file,
        source_row,
        video_id,
        title,
        channel_name,
        channel_id,
        category,
        published_text,
        publication_kind,
        published_on,
        published_precision,
        published_problem,
        views_text,
        views,
        views_problem,
        label,
        row_number() over (partition by dataset_id, video_id order by source_file, source_row) as delivery
    from {{ ref('int_dated_videos') }}
    where video_id is not null
),

int_videos as (
    select
        dataset_id,
        video_id,
        row_number() over (partition by dataset_id order by source_file, source_row) as place,
        title,
        channel_name,
        channel_id,
        category,
        published_text,
        publication_kind,
        published_on,
        published_precision,
        published_problem,
        views_text,
        views,
        views_problem,
        label
    from videos
    where delivery = 1
)

select * from int_videos
