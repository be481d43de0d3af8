-- Users and items before the first round of the k-core: how many interactions each has, and how
-- many it needs.
with recipes as (
    select
        recipe_key,
        core_users,
        core_items,
    from {{ ref('int_recipes') }}
),

core_events as (
    select
        recipe_key,
        user_key,
        item_key,
    from {{ ref('int_core_events') }}
),

count_interactions as (
    select
        recipe_key,
        'user' as kind,
        user_key as entity_key,
        count(*) as interactions,
    from core_events
    group by
        recipe_key,
        user_key
    union all
    select
        recipe_key,
        'item' as kind,
        item_key as entity_key,
        count(*) as interactions,
    from core_events
    group by
        recipe_key,
        item_key
),

int_core_start as (
    select
        count_interactions.recipe_key,
        count_interactions.kind,
        count_interactions.entity_key,
        case count_interactions.kind when 'user' then recipes.core_users else recipes.core_items end as minimum,
        cast(count_interactions.interactions as integer) as interactions,
        false as is_dropped,
    from count_interactions
    inner join recipes on recipes.recipe_key = count_interactions.recipe_key
)

select * from int_core_start
