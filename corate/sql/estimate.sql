-- What tells how long a recipe takes, before it is made: a row a recipe. Of large datasets one user in so many is
-- looked at for what a core leaves, which is counted as after its first round: more than what stays.
with recipes as (
    select
        recipe_id,
        dataset_id,
        dataset_key,
        core_users,
        core_items,
        user_neighbors is not null as asks_for_user_neighbors
    from intermediate.int_recipes
    where
        len($datasets) = 0
        or list_contains($datasets, dataset_id)
),

events as (
    select
        interactions.dataset_key,
        interactions.user_key,
        interactions.item_key
    from intermediate.int_interactions as interactions
    where interactions.dataset_key in (select dataset_key from recipes)
),

user_sizes as (
    select
        dataset_key,
        user_key,
        count(*) as events
    from events
    group by
        dataset_key,
        user_key
),

item_sizes as (
    select
        dataset_key,
        item_key,
        count(*) as events
    from events
    group by
        dataset_key,
        item_key
),

datasets as (
    select
        dataset_key,
        cast(sum(events) as bigint) as events,
        count(*) as users,
        greatest(1, cast(sum(events) as bigint) // 2000000) as one_in
    from user_sizes
    group by dataset_key
),

count_items as (
    select
        dataset_key,
        count(*) as items
    from item_sizes
    group by dataset_key
),

draw_users as (
    select
        user_sizes.dataset_key,
        user_sizes.user_key,
        user_sizes.events,
        datasets.one_in
    from user_sizes
    inner join datasets on datasets.dataset_key = user_sizes.dataset_key
    where hash(user_sizes.user_key) % datasets.one_in = 0
),

draw_events as (
    select
        draw_users.dataset_key,
        draw_users.user_key,
        draw_users.one_in,
        draw_users.events as user_events,
        item_sizes.events as item_events
    from draw_users
    inner join events
        on
            events.dataset_key = draw_users.dataset_key
            and events.user_key = draw_users.user_key
    inner join item_sizes
        on
            item_sizes.dataset_key = events.dataset_key
            and item_sizes.item_key = events.item_key
),

keep_of_users as (
    select
        recipes.recipe_id,
        draw_events.user_key,
        draw_events.one_in,
        count(*) as kept
    from recipes
    inner join draw_events
        on
            draw_events.dataset_key = recipes.dataset_key
            and draw_events.user_events >= recipes.core_users
            and draw_events.item_events >= recipes.core_items
    group by
        recipes.recipe_id,
        draw_events.user_key,
        draw_events.one_in
),

add_up_users as (
    select
        recipe_id,
        sum(kept * one_in) as kept,
        sum(one_in) as kept_users,
        sum(kept * (kept - 1) / 2 * one_in) as item_pairs
    from keep_of_users
    group by recipe_id
),

add_up_items as (
    select
        recipes.recipe_id,
        sum(item_sizes.events * (item_sizes.events - 1) / 2) as user_pairs
    from recipes
    inner join item_sizes
        on
            item_sizes.dataset_key = recipes.dataset_key
            and item_sizes.events >= recipes.core_items
    group by recipes.recipe_id
)

select
    recipes.recipe_id,
    recipes.dataset_id,
    datasets.events,
    datasets.users,
    count_items.items,
    cast(coalesce(add_up_users.kept, 0) as bigint) as kept,
    cast(coalesce(add_up_users.kept_users, 0) as bigint) as kept_users,
    coalesce(add_up_users.item_pairs, 0) as item_pairs,
    coalesce(add_up_items.user_pairs, 0) as user_pairs,
    recipes.asks_for_user_neighbors
from recipes
inner join datasets on datasets.dataset_key = recipes.dataset_key
inner join count_items on count_items.dataset_key = recipes.dataset_key
left join add_up_users on add_up_users.recipe_id = recipes.recipe_id
left join add_up_items on add_up_items.recipe_id = recipes.recipe_id
order by
    recipes.dataset_id,
    recipes.recipe_id
