-- What a method learns from (the labelled videos of train) and what it scores (every video), after each
-- round. A video without its two features can be neither, and a round whose train lacks one of the two
-- labels can teach nothing.
with videos as (
    select
        dataset_id,
        video_id,
        place
    from {{ ref('int_videos') }}
),

features as (
    select
        dataset_id,
        video_id,
        views,
        views_per_day,
        split
    from {{ ref('int_video_features') }}
    where views_per_day is not null
),

rounds as (
    select
        dataset_id,
        labelling_round
    from {{ ref('int_labelling_rounds') }}
),

labels as (
    select
        dataset_id,
        labelling_round,
        video_id,
        label
    from {{ ref('int_video_labels') }}
),

list_examples as (
    select
        rounds.dataset_id,
        rounds.labelling_round,
        videos.place,
        features.video_id,
        features.views,
        features.views_per_day,
        features.split,
        labels.label,
        labels.label is not null
        and features.split = 'train' as is_learnt
    from rounds
    inner join features on features.dataset_id = rounds.dataset_id
    inner join videos
        on
            videos.dataset_id = features.dataset_id
            and videos.video_id = features.video_id
    left join labels
        on
            labels.dataset_id = rounds.dataset_id
            and labels.labelling_round = rounds.labelling_round
            and labels.video_id = features.video_id
),

find_learnable_rounds as (
    select
        dataset_id,
        labelling_round
    from list_examples
    where is_learnt
    group by
        dataset_id,
        labelling_round
    having count(distinct label) = 2
),

int_video_examples as (
    select
        list_examples.dataset_id,
        list_examples.labelling_round,
        list_examples.place,
        list_examples.video_id,
        list_examples.views,
        list_examples.views_per_day,
        list_examples.split,
        list_examples.label,
        list_examples.is_learnt
    from list_examples
    inner join find_learnable_rounds
        on
            find_learnable_rounds.dataset_id = list_examples.dataset_id
            and find_learnable_rounds.labelling_round = list_examples.labelling_round
)

select * from int_video_examples
