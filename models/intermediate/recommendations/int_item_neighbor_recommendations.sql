{{ config(materialized='blocked', blocks='int_advised_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_advised_users') }}

-- What is like the items that the user rated: each rated item votes for its neighbours, with the
-- weight of how alike they are (Jaccard, shrunk).
with users as (
    select
        recipe_key,
        user_index,
        position,
    from {{ ref('int_advised_users') }}
    where {{ in_block('block_number') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
    from {{ ref('int_train_ratings') }}
),

item_neighbors as (
    select
        collection as recipe_key,
        member as item_index,
        neighbor_member as neighbor_index,
        jaccard_shrunk,
    from {{ ref('int_item_measures') }}
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
        users.recipe_key,
        users.position,
        train_ratings.item_index,
    from train_ratings
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
),

vote_for_neighbors as (
    select
        rated_items.position,
        item_neighbors.neighbor_index as item_index,
        item_neighbors.jaccard_shrunk as weight,
    from rated_items
    inner join item_neighbors
        on
            {{ number_in('item_neighbors.recipe_key', 'item_neighbors.item_index') }}
            = {{ number_in('rated_items.recipe_key', 'rated_items.item_index') }}
),

{{ recommended_from_votes('vote_for_neighbors') }}

select * from recommend_best
