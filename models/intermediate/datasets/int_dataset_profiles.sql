-- What the interactions of each landed dataset are as delivered, before any recipe.
with entities as (
    select
        dataset_id,
        kind,
        entity_id,
        entity_key,
    from {{ ref('int_entities') }}
),

events as (
    select
        dataset_id,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
    from {{ ref('int_events') }}
),

profile_entities as (
    select
        dataset_id,
        cast(sum(case when kind = 'user' then 1 else 0 end) as bigint) as users,
        cast(sum(case when kind = 'item' then 1 else 0 end) as bigint) as items,
        min(case when kind = 'user' then entity_key end) as first_user_key,
        min(case when kind = 'item' then entity_key end) as first_item_key,
        {{ hex_text('sum(' ~ text_hash("kind || ' ' || entity_id") ~ ')') }} as id_digits,
    from entities
    group by dataset_id
),

-- keys counted from the dataset's own first one do not depend on what else is landed
profile_events as (
    select
        events.dataset_id,
        count(*) as row_count,
        count(events.rating) as rated_rows,
        count(events.rated_at) as dated_rows,
        min(events.rating) as lowest_rating,
        max(events.rating) as highest_rating,
        min(events.rated_at) as first_rated_at,
        max(events.rated_at) as last_rated_at,
        {{ numbers_fingerprint([
            'events.user_key - profile_entities.first_user_key',
            'events.item_key - profile_entities.first_item_key',
        ] + event_numbers()) }} as event_digits,
    from events
    inner join profile_entities on profile_entities.dataset_id = events.dataset_id
    group by events.dataset_id
),

int_dataset_profiles as (
    select
        profile_events.dataset_id,
        profile_events.row_count,
        profile_entities.users,
        profile_entities.items,
        profile_events.rated_rows,
        profile_events.dated_rows,
        profile_events.lowest_rating,
        profile_events.highest_rating,
        profile_events.first_rated_at,
        profile_events.last_rated_at,
        left(md5(profile_entities.id_digits || profile_events.event_digits), 16) as fingerprint,
    from profile_events
    inner join profile_entities on profile_entities.dataset_id = profile_events.dataset_id
)

select * from int_dataset_profiles
