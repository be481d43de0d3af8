-- Users and items with enough interactions for the first round of the k-core, and what the round leaves
-- them: the interactions with others who have enough, too.
with first_count as (
    select
        core_number,
        minimum,
        interactions
    from {{ ref('int_core_first_count') }}
),

core_events as (
    select
        user_number,
        item_number
    from {{ ref('int_core_events') }}
),

count_left as (
    select
        user_number as core_number,
        count(*) as interactions
    from core_events
    group by user_number
    union all
    select
        item_number as core_number,
        count(*) as interactions
    from core_events
    group by item_number
),

int_core_start as (
    select
        first_count.core_number,
        first_count.minimum,
        first_count.interactions,
        cast(coalesce(count_left.interactions, 0) as integer) as interactions_left,
        false as is_dropped
    from first_count
    left join count_left on count_left.core_number = first_count.core_number
)

select * from int_core_start
