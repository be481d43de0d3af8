with scores as (
    select
        dataset_id,
        labelling_round,
        method,
        video_id,
        score
    from {{ ref('int_video_scores') }}
),

rounds as (
    select
        dataset_id,
        labelling_round
    from {{ ref('int_labelling_rounds') }}
    where is_last
),

features as (
    select
        dataset_id,
        video_id,
        title,
        label,
        split
    from {{ ref('videos__features') }}
),

videos__scores as (
    select
        scores.dataset_id,
        scores.video_id,
        scores.method,
        scores.score,
        cast(
            row_number() over (
                partition by scores.dataset_id, scores.method
                order by scores.score desc, scores.video_id asc
            ) as integer
        ) as rank,
        features.title,
        features.label,
        features.split,
        scores.labelling_round
    from scores
    inner join rounds
        on
            rounds.dataset_id = scores.dataset_id
            and rounds.labelling_round = scores.labelling_round
    inner join features
        on
            features.dataset_id = scores.dataset_id
            and features.video_id = scores.video_id
)

select * from videos__scores
