-- The last round of each dataset is the one that the public tables show.
with labels as (
    select
        dataset_id,
        labelling_round,
        label
    from {{ ref('int_video_labels') }}
),

count_labels as (
    select
        dataset_id,
        labelling_round,
        count(*) as labelled_videos,
        cast(sum(label) as bigint) as relevant_videos
    from labels
    group by
        dataset_id,
        labelling_round
),

int_labelling_rounds as (
    select
        dataset_id,
        labelling_round,
        labelled_videos,
        relevant_videos,
        labelling_round = max(labelling_round) over (partition by dataset_id) as is_last
    from count_labels
)

select * from int_labelling_rounds
