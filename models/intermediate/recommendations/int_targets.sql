-- What each user of train turned to in valid and in test: items that train does not have of them,
-- since nothing recommends an item again.
with held_out_pairs as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
    from {{ ref('int_kept_events') }}
    where split in ('valid', 'test')
    group by
        recipe_key,
        split,
        user_index,
        item_index
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
    from {{ ref('int_train_ratings') }}
),

users as (
    select
        recipe_key,
        user_index,
    from {{ ref('int_advised_users') }}
),

int_targets as (
    select
        held_out_pairs.recipe_key,
        held_out_pairs.split,
        held_out_pairs.user_index,
        held_out_pairs.item_index,
    from held_out_pairs
    inner join users
        on
            users.recipe_key = held_out_pairs.recipe_key
            and users.user_index = held_out_pairs.user_index
    left join train_ratings
        on
            train_ratings.recipe_key = held_out_pairs.recipe_key
            and train_ratings.user_index = held_out_pairs.user_index
            and train_ratings.item_index = held_out_pairs.item_index
    where train_ratings.item_index is null
)

select * from int_targets
