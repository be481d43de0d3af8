with scores as (
    select
        dataset_id,
        labelling_round,
        method,
        video_id,
        score
    from {{ ref('int_video_scores') }}
),

examples as (
    select
        dataset_id,
        labelling_round,
        video_id,
        title,
        label,
        split
    from {{ ref('int_video_examples') }}
    where is_last_round
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
        examples.title,
        examples.label,
        examples.split,
        scores.labelling_round
    from scores
    inner join examples
        on
            examples.dataset_id = scores.dataset_id
            and examples.labelling_round = scores.labelling_round
            and examples.video_id = scores.video_id
)

select * from videos__scores
