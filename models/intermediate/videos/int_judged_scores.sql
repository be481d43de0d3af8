-- Scores after each round beside labels after each round, so that one can tell what more labels do to a
-- method from what they do to the measure. What train says of a method is looked at with the labels that
-- the method learnt.
with scores as (
    select
        dataset_id,
        labelling_round,
        method,
        video_id,
        score
    from {{ ref('int_video_scores') }}
),

labels as (
    select
        dataset_id,
        labelling_round,
        video_id,
        label
    from {{ ref('int_video_labels') }}
),

features as (
    select
        dataset_id,
        video_id,
        split
    from {{ ref('int_video_features') }}
),

int_judged_scores as (
    select
        scores.dataset_id,
        scores.labelling_round as learnt_until_round,
        labels.labelling_round as judged_until_round,
        features.split,
        scores.method,
        scores.video_id,
        scores.score,
        labels.label
    from scores
    inner join labels
        on
            labels.dataset_id = scores.dataset_id
            and labels.video_id = scores.video_id
    inner join features
        on
            features.dataset_id = scores.dataset_id
            and features.video_id = scores.video_id
    where
        features.split = 'valid'
        or labels.labelling_round = scores.labelling_round
)

select * from int_judged_scores
