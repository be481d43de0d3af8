with videos as (
    select
        dataset_id,
        video_id,
        title
    from {{ ref('int_videos') }}
),

cut_titles as (
    select
        dataset_id,
        video_id,
        {{ unnest_list(vectorizer_words('title')) }} as word
    from videos
),

int_video_title_words as (
    select
        dataset_id,
        video_id,
        word,
        count(*) as occurrences
    from cut_titles
    group by
        dataset_id,
        video_id,
        word
)

select * from int_video_title_words
