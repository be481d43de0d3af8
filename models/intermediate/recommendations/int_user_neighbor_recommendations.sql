{{ config(materialized='blocked', blocks='int_advised_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_advised_users') }}

-- What similar users liked: each neighbour votes for the items that they liked, with the weight of
-- how alike the two are (Jaccard, shrunk). Where nobody says from which rating an item counts as
-- liked, or where there is no rating, all count.
with users as (
    select
        recipe_key,
        user_index,
        position,
    from {{ ref('int_advised_users') }}
    where {{ in_block('block_number') }}
),

recipes as (
    select
        recipe_key,
        dataset_id,
    from {{ ref('int_recipes') }}
),

datasets as (
    select
        dataset_id,
        liked_from,
    from {{ ref('int_datasets') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating,
    from {{ ref('int_train_ratings') }}
),

user_neighbors as (
    select
        collection as recipe_key,
        member as user_index,
        neighbor_member as neighbor_index,
        jaccard_shrunk,
    from {{ ref('int_user_measures') }}
),

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank,
    from {{ ref('int_popular_items') }}
),

rated_items as (
    select
        users.position,
        train_ratings.item_index,
    from train_ratings
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
),

liked_items as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        train_ratings.item_index,
    from train_ratings
    inner join recipes on recipes.recipe_key = train_ratings.recipe_key
    left join datasets on datasets.dataset_id = recipes.dataset_id
    where coalesce(train_ratings.rating >= datasets.liked_from, true)
),

vote_for_liked_items as (
    select
        users.position,
        liked_items.item_index,
        user_neighbors.jaccard_shrunk as weight,
    from users
    inner join user_neighbors
        on
            {{ number_in('user_neighbors.recipe_key', 'user_neighbors.user_index') }}
            = {{ number_in('users.recipe_key', 'users.user_index') }}
    inner join liked_items
        on
            {{ number_in('liked_items.recipe_key', 'liked_items.user_index') }}
            = {{ number_in('user_neighbors.recipe_key', 'user_neighbors.neighbor_index') }}
),

{{ recommended_from_votes('vote_for_liked_items') }}

select * from recommend_best
