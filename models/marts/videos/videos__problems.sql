{{ config(partition_by={}) }}

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
        delivery
    from {{ ref('int_video_records') }}
),

lists as (
    select
        dataset_id,
        reference_date,
        problem
    from {{ ref('videos__lists') }}
),

wrong_cells as (
    select
        dataset_id,
        column_name,
        cell,
        problem
    from {{ ref('int_video_list_problems') }}
),

later_labels as (
    select
        dataset_id,
        source_file,
        source_row,
        video_id,
        label_text,
        label_problem
    from {{ ref('stg_youtube__labels') }}
),

-- of a list that is left out, its wrong line is all that there is to say
labels_of_right_lists as (
    select later_labels.*
    from later_labels
    inner join lists on lists.dataset_id = later_labels.dataset_id
    where lists.problem is null
),

known_videos as (
    select
        dataset_id,
        video_id
    from videos
    where delivery = 1
),

list_problems as (
    select
        dataset_id,
        source_file,
        source_row,
        'video_id' as field,
        video_id_problem as problem,
        image_url as delivered
    from videos
    where video_id_problem is not null
    union all
    select
        dataset_id,
        source_file,
        source_row,
        'video_id' as field,
        'delivered before' as problem,
        video_id as delivered
    from videos
    where delivery > 1
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
        {{ text }} as delivered
    from videos
    where
        {{ field }}_problem is not null
        and not is_empty
    {% endfor %}
    union all
    select
        videos.dataset_id,
        videos.source_file,
        videos.source_row,
        'views_per_day' as field,
        'published on the reference date or later' as problem,
        videos.published_text as delivered
    from videos
    inner join lists on lists.dataset_id = videos.dataset_id
    where videos.published_on >= lists.reference_date
    union all
    select
        dataset_id,
        source_file,
        source_row,
        'label' as field,
        label_problem as problem,
        label_text as delivered
    from labels_of_right_lists
    where label_problem is not null
    union all
    select
        labels_of_right_lists.dataset_id,
        labels_of_right_lists.source_file,
        labels_of_right_lists.source_row,
        'label' as field,
        'the video is not in the list' as problem,
        labels_of_right_lists.video_id as delivered
    from labels_of_right_lists
    left join known_videos
        on
            known_videos.dataset_id = labels_of_right_lists.dataset_id
            and known_videos.video_id = labels_of_right_lists.video_id
    where known_videos.video_id is null
    union all
    select
        wrong_cells.dataset_id,
        'seeds/video_lists.csv' as source_file,
        cast(null as bigint) as source_row,
        wrong_cells.column_name as field,
        wrong_cells.problem,
        wrong_cells.cell as delivered
    from wrong_cells
    inner join lists on lists.dataset_id = wrong_cells.dataset_id
),

number_problems as (
    select
        *,
        row_number() over (
            partition by dataset_id, source_file, field, problem
            order by source_row
        ) as occurrence,
        count(*) over (partition by dataset_id, source_file, field, problem) as occurrences
    from list_problems
),

videos__problems as (
    select
        dataset_id,
        source_file,
        field,
        problem,
        occurrences,
        source_row as first_source_row,
        delivered as first_delivered
    from number_problems
    where occurrence = 1
)

select * from videos__problems
