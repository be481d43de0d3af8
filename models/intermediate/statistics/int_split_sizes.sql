-- What a reading of all events of a part tells. A step of its own: an engine may work out what is named twice as often,
-- and int_split_totals looks at these few rows three times.
with kept_interactions as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row
    from {{ ref('int_kept_interactions') }}
),

int_split_sizes as (
    select
        recipe_key,
        split,
        count(*) as interactions,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        count(*) - count(rated_at) as undated_interactions,
        {{ numbers_fingerprint(['user_index', 'item_index'] + event_numbers()) }} as event_digits
    from kept_interactions
    group by
        recipe_key,
        split
)

select * from int_split_sizes
