-- What the interactions of each landed dataset are as delivered, before any recipe.
with datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_datasets') }}
    where is_landed
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at
    from {{ ref('int_events') }}
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
        count(*) as row_count,
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

int_dataset_profiles as (
    select
        datasets.dataset_id,
        profile_events.row_count,
        count_entities.users,
        count_entities.items,
        profile_events.first_rated_at,
        profile_events.last_rated_at,
        left(md5(profile_events.event_digits), 16) as fingerprint
    from profile_events
    inner join datasets on datasets.dataset_key = profile_events.dataset_key
    inner join count_entities on count_entities.dataset_key = profile_events.dataset_key
)

select * from int_dataset_profiles
