{{ config(partition_by={'dataset': 'dataset_id'}) }}

with landed_datasets as (
    select
        dataset_id,
        dataset_key,
        source,
        edition,
        title,
        url,
        licence,
        redistribution,
        research_only,
        attribution,
        citation,
        rating_min,
        rating_max,
        liked_from,
        repeats,
        rejected_rows
    from {{ ref('int_datasets') }}
    where is_landed
),

landings as (
    select
        dataset_id,
        landed_at
    from {{ ref('int_landings') }}
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at
    from {{ ref('int_interactions') }}
),

count_entities as (
    select
        dataset_key,
        count(distinct user_key) as users,
        count(distinct item_key) as items
    from events
    group by dataset_key
),

-- a key stands for its id wherever and with whatever else it was landed, so that it may go into the
-- fingerprint; its upper half goes in as a field of its own, since a field counts modulo 2^31 - 1
profile_events as (
    select
        dataset_key,
        count(*) as interactions,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        {{ numbers_fingerprint([
            'user_key',
            whole_quotient('user_key', 2147483647),
            'item_key',
            whole_quotient('item_key', 2147483647),
        ] + event_numbers()) }} as event_digits
    from events
    group by dataset_key
),

catalog__datasets as (
    select
        landed_datasets.dataset_id,
        landed_datasets.source,
        landed_datasets.edition,
        landed_datasets.title,
        landed_datasets.url,
        landed_datasets.licence,
        landed_datasets.redistribution,
        landed_datasets.research_only,
        landed_datasets.attribution,
        landed_datasets.citation,
        landed_datasets.rating_min,
        landed_datasets.rating_max,
        landed_datasets.liked_from,
        landed_datasets.repeats,
        landings.landed_at,
        coalesce(profile_events.interactions, 0) as interactions,
        coalesce(count_entities.users, 0) as users,
        coalesce(count_entities.items, 0) as items,
        landed_datasets.rejected_rows,
        profile_events.first_rated_at,
        profile_events.last_rated_at,
        left(md5(profile_events.event_digits), 16) as fingerprint,
        -- the former word, for a release
        coalesce(profile_events.interactions, 0) as row_count
    from landed_datasets
    inner join landings on landings.dataset_id = landed_datasets.dataset_id
    left join profile_events on profile_events.dataset_key = landed_datasets.dataset_key
    left join count_entities on count_entities.dataset_key = landed_datasets.dataset_key
)

select * from catalog__datasets
