with videos as (
    select
        dataset_id,
        video_id,
        title,
        channel_name,
        channel_id,
        category,
        publication_kind,
        published_on,
        published_precision,
        published_problem,
        views,
        views_problem
    from {{ ref('int_videos') }}
),

lists as (
    select
        dataset_id,
        reference_date,
        valid_starts_on
    from {{ ref('int_video_lists') }}
),

rounds as (
    select
        dataset_id,
        labelling_round
    from {{ ref('int_labelling_rounds') }}
    where is_last
),

labels as (
    select
        dataset_id,
        labelling_round,
        video_id,
        labelled_in_round,
        label
    from {{ ref('int_video_labels') }}
),

last_labels as (
    select
        labels.dataset_id,
        labels.video_id,
        labels.labelled_in_round,
        labels.label
    from labels
    inner join rounds
        on
            rounds.dataset_id = labels.dataset_id
            and rounds.labelling_round = labels.labelling_round
),

count_days as (
    select
        videos.*,
        lists.valid_starts_on,
        {{ days_between('videos.published_on', 'lists.reference_date') }} as days_since_publication
    from videos
    inner join lists on lists.dataset_id = videos.dataset_id
),

int_video_features as (
    select
        count_days.dataset_id,
        count_days.video_id,
        count_days.title,
        'https://www.youtube.com/watch?v=' || count_days.video_id as url,
        count_days.channel_name,
        count_days.channel_id,
        count_days.category,
        count_days.publication_kind,
        count_days.published_on,
        count_days.published_precision,
        count_days.published_problem,
        count_days.views,
        count_days.views_problem,
        count_days.days_since_publication,
        case
            when count_days.days_since_publication > 0
                then cast(count_days.views as double) / count_days.days_since_publication
        end as views_per_day,
        last_labels.label,
        last_labels.labelled_in_round,
        case
            when count_days.published_on < count_days.valid_starts_on then 'train'
            when count_days.published_on >= count_days.valid_starts_on then 'valid'
        end as split
    from count_days
    left join last_labels
        on
            last_labels.dataset_id = count_days.dataset_id
            and last_labels.video_id = count_days.video_id
)

select * from int_video_features
