{{ config(post_hook='{{ log_pair_estimates(this) }}') }}

-- How many pairs come up when items meet in users, and users in items, before any is made: a user of
-- n items makes n * (n - 1) / 2 pairs. A popular item makes far more pairs of users than a busy user
-- makes pairs of items, so users are compared only within a budget, or where the recipe asks for it.
with recipes as (
    select
        recipe_key,
        user_neighbors,
    from {{ ref('int_recipes') }}
    where is_landed
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
    from {{ ref('int_train_ratings') }}
),

count_user_items as (
    select
        recipe_key,
        user_index,
        count(*) as items,
    from train_ratings
    group by
        recipe_key,
        user_index
),

-- those with one or two items are not compared
count_item_users as (
    select
        train_ratings.recipe_key,
        train_ratings.item_index,
        count(*) as users,
    from train_ratings
    inner join count_user_items
        on
            count_user_items.recipe_key = train_ratings.recipe_key
            and count_user_items.user_index = train_ratings.user_index
    where count_user_items.items > 2
    group by
        train_ratings.recipe_key,
        train_ratings.item_index
),

add_up_pairs as (
    select
        recipe_key,
        'item' as kind,
        cast(sum(items * (items - 1) / 2) as bigint) as pairs,
    from count_user_items
    group by recipe_key
    union all
    select
        recipe_key,
        'user' as kind,
        cast(sum(users * (users - 1) / 2) as bigint) as pairs,
    from count_item_users
    group by recipe_key
),

list_kinds as (
    select
        recipe_key,
        'item' as kind,
        cast(null as integer) as user_neighbors,
        cast(null as bigint) as budget,
    from recipes
    union all
    select
        recipe_key,
        'user' as kind,
        user_neighbors,
        cast({{ var('user_pairs_budget') }} as bigint) as budget,
    from recipes
),

int_pair_estimates as (
    select
        list_kinds.recipe_key,
        list_kinds.kind,
        coalesce(add_up_pairs.pairs, 0) as pairs,
        list_kinds.budget,
        list_kinds.user_neighbors is not null as is_asked_for,
        list_kinds.budget is null
        or list_kinds.user_neighbors is not null
        or coalesce(add_up_pairs.pairs, 0) <= list_kinds.budget as is_compared,
    from list_kinds
    left join add_up_pairs
        on
            add_up_pairs.recipe_key = list_kinds.recipe_key
            and add_up_pairs.kind = list_kinds.kind
)

select * from int_pair_estimates
