-- What was known of each video after each round of labelling: the list comes with round 0, and a later
-- round may correct an earlier one.
with videos as (
    select
        dataset_id,
        video_id,
        label
    from {{ ref('int_videos') }}
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
        labelled_in_round as labelling_round
    from unite_labels
    group by
        dataset_id,
        labelled_in_round
),

order_labels as (
    select
        list_rounds.dataset_id,
        list_rounds.labelling_round,
        unite_labels.video_id,
        unite_labels.labelled_in_round,
        unite_labels.label,
        row_number() over (
            partition by list_rounds.dataset_id, list_rounds.labelling_round, unite_labels.video_id
            order by unite_labels.labelled_in_round desc, unite_labels.source_row desc
        ) as place_from_end
    from list_rounds
    inner join unite_labels
        on
            unite_labels.dataset_id = list_rounds.dataset_id
            and unite_labels.labelled_in_round <= list_rounds.labelling_round
),

int_video_labels as (
    select
        dataset_id,
        labelling_round,
        video_id,
        labelled_in_round,
        label
    from order_labels
    where place_from_end = 1
)

select * from int_video_labels
