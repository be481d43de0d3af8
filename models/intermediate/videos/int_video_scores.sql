-- The methods that learn, and what to read them against: views per day alone, and chance, which scores
-- every video alike by the share of label 1 among what was learnt. Probabilities are rounded, so that
-- the last bits, which depend on the machine, order nothing.
with examples as (
    select
        dataset_id,
        labelling_round,
        video_id,
        views_per_day,
        label,
        is_learnt
    from {{ ref('int_video_examples') }}
    where is_scored
),

predictions as (
    select
        dataset_id,
        labelling_round,
        method,
        video_id,
        probability
    from {{ ref('int_video_predictions') }}
),

measure_prevalence as (
    select
        dataset_id,
        labelling_round,
        cast(sum(label) as double) / count(*) as prevalence
    from examples
    where is_learnt
    group by
        dataset_id,
        labelling_round
),

int_video_scores as (
    select
        dataset_id,
        labelling_round,
        method,
        video_id,
        round(probability, 12) as score
    from predictions
    union all
    select
        dataset_id,
        labelling_round,
        'views_per_day' as method,
        video_id,
        views_per_day as score
    from examples
    union all
    select
        examples.dataset_id,
        examples.labelling_round,
        'chance' as method,
        examples.video_id,
        measure_prevalence.prevalence as score
    from examples
    inner join measure_prevalence
        on
            measure_prevalence.dataset_id = examples.dataset_id
            and measure_prevalence.labelling_round = examples.labelling_round
)

select * from int_video_scores
