with users as (
    select
        recipe_id,
        user_id,
        user_index
    from {{ ref('benchmarks__users') }}
),

items as (
    select
        recipe_id,
        item_id,
        item_index
    from {{ ref('benchmarks__items') }}
),

recipes as (
    select
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

split_totals as (
    select
        recipe_id,
        split,
        interactions,
        event_digits
    from {{ ref('int_split_totals') }}
    where interactions > 0
),

-- The ids are hashed once a user and once an item, not once an event: an index stands for its id
-- in the events.
hash_maps as (
    select
        recipe_id,
        sum({{ text_hash("'user ' || user_index || ' ' || user_id") }}) as map_hash
    from users
    group by recipe_id
    union all
    select
        recipe_id,
        sum({{ text_hash("'item ' || item_index || ' ' || item_id") }}) as map_hash
    from items
    group by recipe_id
),

sum_maps as (
    select
        recipe_id,
        {{ hex_text('sum(map_hash)') }} as map_digits
    from hash_maps
    group by recipe_id
),

benchmarks__fingerprints as (
    select
        split_totals.recipe_id,
        recipes.dataset_id,
        split_totals.split,
        split_totals.interactions,
        left(md5(sum_maps.map_digits || split_totals.event_digits), 16) as fingerprint,
        -- the former word, for a release
        split_totals.interactions as row_count
    from split_totals
    inner join recipes on recipes.recipe_id = split_totals.recipe_id
    inner join sum_maps on sum_maps.recipe_id = split_totals.recipe_id
)

select * from benchmarks__fingerprints
