-- Users and items with enough interactions for the first round of the k-core, and what the round leaves
-- them: the interactions with others who have enough, too.
with first_count as (
    select
        recipe_key,
        kind,
        entity_key,
        minimum,
        interactions,
    from {{ ref('int_core_first_count') }}
),

core_events as (
    select
        recipe_key,
        user_key,
        item_key,
    from {{ ref('int_core_events') }}
),

count_left as (
    select
        recipe_key,
        user_key as entity_key,
        count(*) as interactions,
    from core_events
    group by
        recipe_key,
        user_key
    union all
    select
        recipe_key,
        item_key as entity_key,
        count(*) as interactions,
    from core_events
    group by
        recipe_key,
        item_key
),

int_core_start as (
    select
        first_count.recipe_key,
        first_count.kind,
        first_count.entity_key,
        first_count.minimum,
        first_count.interactions,
        cast(coalesce(count_left.interactions, 0) as integer) as interactions_left,
        false as is_dropped,
    from first_count
    left join count_left
        on
            count_left.recipe_key = first_count.recipe_key
            and count_left.entity_key = first_count.entity_key
)

select * from int_core_start
