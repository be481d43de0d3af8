-- Who reaches k when interactions are counted for the first time. Most users of a shop do not: what
-- follows never reads them again. The first round of the k-core drops whoever is not here.
--
-- Each gets a number that no other user or item of any recipe has, so that the rounds, which read and write
-- little else, join and group by one column: the recipe's own in the high bits, so that no recipe's numbers
-- depend on another recipe.
with recipes as (
    select
        *,
        {{ stand_in_key() }} as stand_in_key,
        case when core_scope <> 'none' then {{ dataset_of_stand_in() }} end as stand_in_dataset_key
    from {{ ref('int_recipes') }}
),

{{ events_before_core('recipes', 'recipes.stand_in_dataset_key') }},

counted_events as (
    select
        recipe_key,
        user_key,
        item_key
    from events_before_core
    where is_counted_in_core
),

count_interactions as (
    select
        recipe_key,
        'user' as kind,
        user_key as entity_key,
        count(*) as interactions
    from counted_events
    group by
        recipe_key,
        user_key
    union all
    select
        recipe_key,
        'item' as kind,
        item_key as entity_key,
        count(*) as interactions
    from counted_events
    group by
        recipe_key,
        item_key
),

look_up_minimum as (
    select
        recipes.recipe_key,
        count_interactions.kind,
        count_interactions.entity_key,
        case count_interactions.kind when 'user' then recipes.core_users else recipes.core_items end as minimum,
        recipes.core_rounds as rounds_left,
        cast(count_interactions.interactions as integer) as interactions
    from count_interactions
    inner join recipes on recipes.stand_in_key = count_interactions.recipe_key
),

int_core_first_count as (
    select
        recipe_key,
        kind,
        entity_key,
        -- even for users, odd for items, as entity keys are
        {{ number_in(
            'recipe_key',
            "row_number() over (partition by recipe_key order by entity_key) * 2"
            ~ " + case kind when 'item' then 1 else 0 end"
        ) }} as core_number,
        minimum,
        rounds_left,
        interactions
    from look_up_minimum
    where interactions >= minimum
)

select * from int_core_first_count
