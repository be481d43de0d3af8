with users as (
    select
        recipe_id,
        user_id,
        user_index,
    from {{ ref('benchmarks__users') }}
),

items as (
    select
        recipe_id,
        item_id,
        item_index,
    from {{ ref('benchmarks__items') }}
),

interactions as (
    select
        recipe_id,
        split,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row,
    from {{ ref('benchmarks__interactions') }}
),

-- The ids are hashed once a user and once an item, not once an event: an index stands for its id
-- in the events.
hash_maps as (
    select
        recipe_id,
        sum({{ text_hash("'user ' || user_index || ' ' || user_id") }}) as map_hash,
    from users
    group by recipe_id
    union all
    select
        recipe_id,
        sum({{ text_hash("'item ' || item_index || ' ' || item_id") }}) as map_hash,
    from items
    group by recipe_id
),

sum_maps as (
    select
        recipe_id,
        {{ hex_text('sum(map_hash)') }} as map_digits,
    from hash_maps
    group by recipe_id
),

mix_events as (
    select
        recipe_id,
        split,
        count(*) as row_count,
        {{ numbers_fingerprint(['user_index', 'item_index'] + event_numbers()) }} as event_digits,
    from interactions
    group by
        recipe_id,
        split
),

fingerprints as (
    select
        mix_events.recipe_id,
        mix_events.split,
        mix_events.row_count,
        left(md5(sum_maps.map_digits || mix_events.event_digits), 16) as fingerprint,
    from mix_events
    inner join sum_maps on sum_maps.recipe_id = mix_events.recipe_id
)

select * from fingerprints
