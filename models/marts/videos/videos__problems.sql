-- Nothing is dropped or left NULL in silence: each kind of trouble, and how often it occurs.
with videos as (
    select
        dataset_id,
        source_file,
        source_row,
        is_empty,
        video_id,
        video_id_problem,
        image_url,
        title,
        title_problem,
        published_text,
        published_on,
        published_problem,
        views_text,
        views_problem,
        label_text,
        label_problem,
        row_number() over (partition by dataset_id, video_id order by source_file, source_row) as delivery,
    from {{ ref('stg_youtube__videos') }}
),

later_labels as (
    select
        dataset_id,
        source_file,
        source_row,
        video_id,
        label_text,
        label_problem,
    from {{ ref('stg_youtube__labels') }}
),

known_videos as (
    select
        dataset_id,
        video_id,
    from {{ ref('int_videos') }}
),

list_problems as (
    select
        dataset_id,
        source_file,
        source_row,
        'video_id' as field,
        video_id_problem as problem,
        image_url as delivered,
    from videos
    where video_id_problem is not null
    union all
    select
        dataset_id,
        source_file,
        source_row,
        'video_id' as field,
        'delivered before' as problem,
        video_id as delivered,
    from videos
    where
        video_id is not null
        and delivery > 1
    {% for field, text in [
        ('title', 'title'),
        ('published', 'published_text'),
        ('views', 'views_text'),
        ('label', 'label_text'),
    ] %}
    union all
    select
        dataset_id,
        source_file,
        source_row,
        '{{ 'published_on' if field == 'published' else field }}' as field,
        {{ field }}_problem as problem,
        {{ text }} as delivered,
    from videos
    where
        {{ field }}_problem is not null
        and not is_empty
    {% endfor %}
    union all
    select
        dataset_id,
        source_file,
        source_row,
        'views_per_day' as field,
        'published on the reference date or later' as problem,
        published_text as delivered,
    from videos
    where published_on >= {{ video_date('video_reference_date') }}
    union all
    select
        dataset_id,
        source_file,
        source_row,
        'label' as field,
        label_problem as problem,
        label_text as delivered,
    from later_labels
    where label_problem is not null
    union all
    select
        later_labels.dataset_id,
        later_labels.source_file,
        later_labels.source_row,
        'label' as field,
        'the video is not in the list' as problem,
        later_labels.video_id as delivered,
    from later_labels
    left join known_videos
        on
            known_videos.dataset_id = later_labels.dataset_id
            and known_videos.video_id = later_labels.video_id
    where known_videos.video_id is null
),

number_problems as (
    select
        *,
        row_number() over (
            partition by dataset_id, source_file, field, problem
            order by source_row
        ) as occurrence,
        count(*) over (partition by dataset_id, source_file, field, problem) as occurrences,
    from list_problems
),

problems as (
    select
        dataset_id,
        source_file,
        field,
        problem,
        occurrences,
        source_row as first_source_row,
        delivered as first_delivered,
    from number_problems
    where occurrence = 1
)

select * from problems
