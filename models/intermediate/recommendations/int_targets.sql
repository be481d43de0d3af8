-- What each user turned to in valid and in test and what counts as relevant there: items that are new to
-- the user, since nothing recommends an item again, with whether a method can know user and item at all.
with lists as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommendation_lists') }}
    where is_held_out
),

held_out_pairs as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where is_relevant
),

-- relevant or not, it was met
valid_pairs as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

users as (
    select
        recipe_key,
        user_index
    from {{ ref('int_advised_users') }}
),

items as (
    select
        recipe_key,
        item_index
    from {{ ref('int_popular_items') }}
),

int_targets as (
    select
        held_out_pairs.recipe_key,
        held_out_pairs.split,
        held_out_pairs.user_index,
        held_out_pairs.item_index,
        users.user_index is not null as is_user_known,
        users.user_index is not null and items.item_index is not null as is_within_reach
    from held_out_pairs
    inner join lists
        on
            lists.recipe_key = held_out_pairs.recipe_key
            and lists.split = held_out_pairs.split
    left join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('held_out_pairs.recipe_key', 'held_out_pairs.user_index') }}
    left join items
        on
            {{ number_in('items.recipe_key', 'items.item_index') }}
            = {{ number_in('held_out_pairs.recipe_key', 'held_out_pairs.item_index') }}
    left join train_ratings
        on
            train_ratings.recipe_key = held_out_pairs.recipe_key
            and train_ratings.user_index = held_out_pairs.user_index
            and train_ratings.item_index = held_out_pairs.item_index
    left join valid_pairs
        on
            lists.leaves_out_valid
            and valid_pairs.recipe_key = held_out_pairs.recipe_key
            and valid_pairs.user_index = held_out_pairs.user_index
            and valid_pairs.item_index = held_out_pairs.item_index
    where
        train_ratings.item_index is null
        and valid_pairs.item_index is null
)

select * from int_targets
