-- What users do in each month of a part, and what is done with items: years and the part as a whole are added up from
-- it, so that events are read once for all of them.
with part_events as (
    select
        recipe_key,
        part,
        user_index,
        item_index,
        rated_at,
        -- events without a time have no month_number
        {{ month_number('rated_at') }} as month_number,
        is_tied,
        is_repeat_in_row,
        microseconds_since_history
    from {{ ref('int_part_events') }}
),

int_part_months as (
    select
        recipe_key,
        part,
        'user' as kind,
        user_index as entity_index,
        month_number,
        count(*) as interactions,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        sum(is_tied) as tied_interactions,
        sum(is_repeat_in_row) as repeats_in_row,
        max(microseconds_since_history) as microseconds_since_history
    from part_events
    group by
        recipe_key,
        part,
        user_index,
        month_number
    union all
    select
        recipe_key,
        part,
        'item' as kind,
        item_index as entity_index,
        month_number,
        count(*) as interactions,
        min(rated_at) as first_rated_at,
        max(rated_at) as last_rated_at,
        null as tied_interactions,
        null as repeats_in_row,
        null as microseconds_since_history
    from part_events
    group by
        recipe_key,
        part,
        item_index,
        month_number
)

select * from int_part_months
