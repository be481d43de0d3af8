{{ config(materialized='blocked', blocks='int_advised_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_advised_users') }}

-- What similar users rated: each neighbour votes for the items that they rated, with the weight of how alike the
-- two are (Jaccard, shrunk).
with users as (
    select
        recipe_key,
        user_index,
        position
    from {{ ref('int_advised_users') }}
    where {{ in_block('block_number') }}
),

lists as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommendation_lists') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

valid_pairs as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

weights as (
    select
        recipe_key,
        member as user_index,
        neighbor_member as neighbor_index,
        weight
    from {{ ref('int_nearest_sets') }}
    where kind = 'user'
),

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

rated_items as (
    select
        users.position,
        train_ratings.item_index
    from train_ratings
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
),

cast_votes as (
    select
        users.position,
        train_ratings.item_index,
        weights.weight
    from users
    inner join weights
        on
            {{ number_in('weights.recipe_key', 'weights.user_index') }}
            = {{ number_in('users.recipe_key', 'users.user_index') }}
    inner join train_ratings
        on
            {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
            = {{ number_in('weights.recipe_key', 'weights.neighbor_index') }}
),

{{ recommended_from_votes('cast_votes') }},

int_user_neighbor_recommendations as (
    select * from recommend_best
)

select * from int_user_neighbor_recommendations
