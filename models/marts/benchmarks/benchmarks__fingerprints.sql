with entities as (
    select
        recipe_id,
        kind,
        entity_id,
        entity_index
    from {{ ref('int_benchmark_entities') }}
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
sum_maps as (
    select
        recipe_id,
        {{ hex_text('sum(' ~ text_hash("kind || ' ' || entity_index || ' ' || entity_id") ~ ')') }} as map_digits
    from entities
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
