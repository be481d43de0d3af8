-- What is told of each part of a benchmark as a whole, in one reading of its events.
with recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
),

kept_events as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row
    from {{ ref('int_kept_events') }}
),

add_up_events as (
    select
        recipe_key,
        split,
        count(*) as interactions,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        count(*) - count(rated_at) as undated_interactions,
        {{ numbers_fingerprint(['user_index', 'item_index'] + event_numbers()) }} as event_digits
    from kept_events
    group by
        recipe_key,
        split
),

int_split_totals as (
    select
        recipes.recipe_id,
        add_up_events.split,
        add_up_events.interactions,
        add_up_events.first_rated_at,
        add_up_events.last_rated_at,
        add_up_events.undated_interactions,
        add_up_events.event_digits
    from add_up_events
    inner join recipes on recipes.recipe_key = add_up_events.recipe_key
)

select * from int_split_totals
