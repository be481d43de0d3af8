-- The events that the k-core counts. Its rounds read them again and again, so that this is a table,
-- and a narrow one.
with candidate_events as (
    select
        recipe_key,
        user_key,
        item_key,
    from {{ ref('int_candidate_events') }}
    where is_counted_in_core
),

int_core_events as (
    select
        recipe_key,
        user_key,
        item_key,
    from candidate_events
)

select * from int_core_events
