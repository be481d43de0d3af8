-- First the videos of which the forest is least sure, then a random share of the others, so that the
-- labels do not only tell of what the forest finds hard. Random means by a hash of the id and a seed:
-- the same videos whenever and wherever it is built.
with features as (
    select
        dataset_id,
        video_id,
        title,
        url,
        published_on,
        views_per_day
    from {{ ref('videos__features') }}
    where label is null
),

lists as (
    select
        dataset_id,
        queue_uncertain,
        queue_random,
        queue_seed
    from {{ ref('videos__lists') }}
),

scores as (
    select
        dataset_id,
        video_id,
        score
    from {{ ref('videos__scores') }}
    where method = 'random_forest'
),

score_features as (
    select
        features.dataset_id,
        features.video_id,
        features.title,
        features.url,
        features.published_on,
        features.views_per_day,
        scores.score,
        round(abs(scores.score - 0.5), 9) as distance_from_even,
        lists.queue_uncertain,
        lists.queue_random,
        {{ text_hash("lists.queue_seed || ' ' || features.video_id") }} as draw
    from features
    inner join lists on lists.dataset_id = features.dataset_id
    left join scores
        on
            scores.dataset_id = features.dataset_id
            and scores.video_id = features.video_id
),

order_by_uncertainty as (
    select
        *,
        row_number() over (
            partition by dataset_id
            order by distance_from_even asc nulls last, video_id asc
        ) as uncertainty_rank
    from score_features
),

give_reasons as (
    select
        *,
        case
            when uncertainty_rank <= queue_uncertain and score is not null then 'uncertain'
            else 'random'
        end as reason
    from order_by_uncertainty
),

order_in_reasons as (
    select
        *,
        case
            when reason = 'uncertain' then uncertainty_rank
            else row_number() over (partition by dataset_id, reason order by draw, video_id)
        end as place
    from give_reasons
),

videos__labeling_queue as (
    select
        dataset_id,
        cast(
            row_number() over (partition by dataset_id order by reason desc, place asc) as integer
        ) as position,
        video_id,
        reason,
        title,
        url,
        published_on,
        views_per_day,
        score
    from order_in_reasons
    where
        reason = 'uncertain'
        or place <= queue_random
)

select * from videos__labeling_queue
