-- Average precision and ROC AUC as scikit-learn defines them: videos of equal score come in together.
-- Counts are whole; precisions are added as whole numbers of 1e-15.
{% set keys = ['dataset_id', 'learnt_until_round', 'judged_until_round', 'split', 'method'] %}

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
        split,
        label
    from {{ ref('int_video_examples') }}
    where label is not null
),

-- Scores after each round beside labels after each round, so that one can tell what more labels do to a
-- method from what they do to the measure. What train says of a method is looked at with the labels that
-- the method learnt.
judged_scores as (
    select
        scores.dataset_id,
        scores.labelling_round as learnt_until_round,
        labels.labelling_round as judged_until_round,
        labels.split,
        scores.method,
        scores.video_id,
        scores.score,
        labels.label
    from scores
    inner join labels
        on
            labels.dataset_id = scores.dataset_id
            and labels.video_id = scores.video_id
    where
        labels.split = 'valid'
        or labels.labelling_round = scores.labelling_round
),

count_at_scores as (
    select
        {{ keys | join(', ') }},
        score,
        cast(sum(label) as bigint) as relevant,
        cast(sum(1 - label) as bigint) as irrelevant
    from judged_scores
    group by
        {{ keys | join(', ') }},
        score
),

count_from_the_top as (
    select
        *,
        cast(sum(relevant) over scores_from_the_top as bigint) as relevant_so_far,
        cast(sum(irrelevant) over scores_from_the_top as bigint) as irrelevant_so_far,
        cast(sum(relevant) over all_scores as bigint) as all_relevant,
        cast(sum(irrelevant) over all_scores as bigint) as all_irrelevant
    from count_at_scores
    window
        all_scores as (partition by {{ keys | join(', ') }}),
        scores_from_the_top as (partition by {{ keys | join(', ') }} order by score desc)
),

-- a relevant video is above the irrelevant ones below it, and half above those of its own score
measure_scores as (
    select
        *,
        relevant
        * {{ exact_number(
            'round(1000000000000000 * cast(relevant_so_far as double) / (relevant_so_far + irrelevant_so_far))'
        ) }} as precision_part,
        relevant * (2 * (all_irrelevant - irrelevant_so_far) + irrelevant) as half_pairs_in_order
    from count_from_the_top
),

measure_methods as (
    select
        {{ keys | join(', ') }},
        all_relevant + all_irrelevant as videos,
        all_relevant as relevant_videos,
        case
            when all_relevant > 0
                then cast(sum(precision_part) as double) / (1000000000000000 * cast(all_relevant as double))
        end as average_precision,
        case
            when all_relevant > 0 and all_irrelevant > 0
                then
                    cast(sum(half_pairs_in_order) as double)
                    / (cast(2 * all_relevant as double) * all_irrelevant)
        end as roc_auc
    from measure_scores
    group by
        {{ keys | join(', ') }},
        all_relevant,
        all_irrelevant
),

videos__metrics as (
    {% for measure in ['average_precision', 'roc_auc'] %}
    select
        {{ keys | join(', ') }},
        '{{ measure }}' as measure,
        {{ measure }} as value,
        videos,
        relevant_videos
    from measure_methods
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from videos__metrics
