-- Every landed interaction, once, whatever the number of recipes.
with interactions as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
    from {{ ref('int_keyed_interactions') }}
),

int_events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
    from interactions
)

select * from int_events
