-- Every video of a list after each round of labelling: the list comes with round 0, and a later round may correct an
-- earlier one. A video without its two features is no example to a method, and a round whose train lacks one of the
-- two labels can teach nothing. A list without labels has no round, and each of its videos once.
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
        publication_kind,
        published_on,
        published_precision,
        published_problem,
        views,
        views_problem,
        label
    from {{ ref('int_video_records') }}
    where delivery = 1
),

lists as (
    select
        dataset_id,
        reference_date,
        valid_starts_on
    from {{ ref('int_video_lists') }}
),

later_labels as (
    select
        dataset_id,
        source_row,
        labelling_round,
        video_id,
        label
    from {{ ref('stg_youtube__labels') }}
    where label is not null
),

count_days as (
    select
        videos.*,
        row_number() over (
            partition by videos.dataset_id
            order by videos.source_file, videos.source_row
        ) as place,
        lists.valid_starts_on,
        {{ days_between('videos.published_on', 'lists.reference_date') }} as days_since_publication
    from videos
    inner join lists on lists.dataset_id = videos.dataset_id
),

unite_labels as (
    select
        dataset_id,
        video_id,
        0 as labelled_in_round,
        cast(0 as bigint) as source_row,
        label
    from videos
    where label is not null
    union all
    select
        later_labels.dataset_id,
        later_labels.video_id,
        later_labels.labelling_round as labelled_in_round,
        later_labels.source_row,
        later_labels.label
    from later_labels
    inner join videos
        on
            videos.dataset_id = later_labels.dataset_id
            and videos.video_id = later_labels.video_id
),

list_rounds as (
    select
        dataset_id,
        labelled_in_round as labelling_round,
        labelled_in_round = max(labelled_in_round) over (partition by dataset_id) as is_last_round
    from unite_labels
    group by
        dataset_id,
        labelled_in_round
),

take_latest_labels as (
    select
        list_rounds.dataset_id,
        list_rounds.labelling_round,
        unite_labels.video_id,
        unite_labels.labelled_in_round,
        unite_labels.label
    from list_rounds
    inner join unite_labels
        on
            unite_labels.dataset_id = list_rounds.dataset_id
            and unite_labels.labelled_in_round <= list_rounds.labelling_round
    qualify row_number() over (
            partition by list_rounds.dataset_id, list_rounds.labelling_round, unite_labels.video_id
            order by unite_labels.labelled_in_round desc, unite_labels.source_row desc
        ) = 1
),

describe_videos as (
    select
        count_days.dataset_id,
        list_rounds.labelling_round,
        coalesce(list_rounds.is_last_round, true) as is_last_round,
        count_days.place,
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
        case
            when count_days.published_on < count_days.valid_starts_on then 'train'
            when count_days.published_on >= count_days.valid_starts_on then 'valid'
        end as split,
        take_latest_labels.label,
        take_latest_labels.labelled_in_round
    from count_days
    left join list_rounds on list_rounds.dataset_id = count_days.dataset_id
    left join take_latest_labels
        on
            take_latest_labels.dataset_id = count_days.dataset_id
            and take_latest_labels.labelling_round = list_rounds.labelling_round
            and take_latest_labels.video_id = count_days.video_id
),

find_labels_to_learn as (
    select
        *,
        case when split = 'train' and views_per_day is not null then label end as label_to_learn
    from describe_videos
),

find_rounds_to_learn as (
    select
        *,
        coalesce(
            min(label_to_learn) over round_of_list < max(label_to_learn) over round_of_list,
            false
        ) as can_be_learnt
    from find_labels_to_learn
    window round_of_list as (partition by dataset_id, labelling_round)
),

int_video_examples as (
    select
        dataset_id,
        labelling_round,
        is_last_round,
        place,
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
        split,
        label,
        labelled_in_round,
        can_be_learnt and views_per_day is not null as is_scored,
        can_be_learnt and label_to_learn is not null as is_learnt
    from find_rounds_to_learn
)

select * from int_video_examples
