-- Datasets of which more ratings lie outside of the scale that seeds/datasets.csv states than the variable
-- most_ratings_outside_scale allows, one row a dataset: another column was taken for the rating, or a number stands
-- for "not rated" (99 in Jester). Landing refuses them, too, and tells fewer; this holds it for a scale that was
-- written down after the landing, and for warehouses of older releases.
with datasets as (
    select
        dataset_id,
        dataset_key,
        rating_min,
        rating_max
    from {{ ref('int_datasets') }}
    where rating_min is not null
),

events as (
    select
        dataset_key,
        rating
    from {{ ref('int_interactions') }}
    where rating is not null
),

count_outside as (
    select
        datasets.dataset_id,
        datasets.rating_min,
        datasets.rating_max,
        count(*) as ratings,
        sum(case when events.rating between datasets.rating_min and datasets.rating_max then 0 else 1 end) as outside,
        min(events.rating) as lowest,
        max(events.rating) as highest
    from events
    inner join datasets on datasets.dataset_key = events.dataset_key
    group by
        datasets.dataset_id,
        datasets.rating_min,
        datasets.rating_max
),

ratings_are_within_their_scale as (
    select
        dataset_id,
        ratings,
        outside,
        lowest,
        highest,
        'ratings of ' || dataset_id || ' lie outside of its scale, ' || rating_min || ' to ' || rating_max
        || ': land it again with the right column, or mend the scale in seeds/datasets.csv' as problem
    from count_outside
    where outside > {{ var('most_ratings_outside_scale') }} * ratings
)

select * from ratings_are_within_their_scale
