{{ config(materialized='view') }}

-- Kept events with what only their order tells, from the lists that are in order already. A view: it costs less than
-- writing the events once more.
with user_histories as (
    select
        recipe_key,
        user_index,
        item_indexes,
        rated_at_times,
        interactions,
        valid_interactions,
        test_interactions
    from {{ ref('int_user_histories') }}
),

list_events as (
    select
        recipe_key,
        user_index,
        interactions - valid_interactions - test_interactions as train_interactions,
        interactions - test_interactions as interactions_before_test,
        {{ unnest_lists({
            'item_index': 'item_indexes',
            'rated_at': 'rated_at_times',
            'previous_item_index': list_moved('item_indexes'),
            'previous_rated_at': list_moved('rated_at_times'),
            'place': list_of_positions('interactions'),
        }) }}
    from user_histories
),

name_parts as (
    select
        *,
        case
            when place <= train_interactions then 0
            when place <= interactions_before_test then 1
            else 2
        end as part,
        place in (1, train_interactions + 1, interactions_before_test + 1) as is_first_of_part
    from list_events
),

int_part_events as (
    select
        recipe_key,
        part,
        user_index,
        item_index,
        place,
        rated_at,
        case when not is_first_of_part and rated_at = previous_rated_at then 1 else 0 end as is_tied,
        case when not is_first_of_part and item_index = previous_item_index then 1 else 0 end as is_repeat_in_row,
        case
            when part > 0 and is_first_of_part
                then {{ unix_microseconds('rated_at') }} - {{ unix_microseconds('previous_rated_at') }}
        end as microseconds_since_history
    from name_parts
)

select * from int_part_events
