-- What each user of train turned to in valid and in test: items that train does not have of them,
-- since nothing recommends an item again.
with recipes as (
    select
        recipe_key,
        recipe_id,
    from {{ ref('int_recipes') }}
),

held_out_interactions as (
    select
        recipe_id,
        split,
        user_index,
        item_index,
    from {{ ref('benchmarks__interactions') }}
    where split in ('valid', 'test')
    group by
        recipe_id,
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
        recipes.recipe_key,
        held_out_interactions.split,
        held_out_interactions.user_index,
        held_out_interactions.item_index,
    from held_out_interactions
    inner join recipes on recipes.recipe_id = held_out_interactions.recipe_id
    inner join users
        on
            users.recipe_key = recipes.recipe_key
            and users.user_index = held_out_interactions.user_index
    left join train_ratings
        on
            train_ratings.recipe_key = recipes.recipe_key
            and train_ratings.user_index = held_out_interactions.user_index
            and train_ratings.item_index = held_out_interactions.item_index
    where train_ratings.item_index is null
)

select * from int_targets
