{#
    CTEs that end with `recommend_best`, of a model that recommends what is alike to the items that a user rated and
    has the `blocked` materialization: pairs of an item (member) and one of its neighbours are votes, of `voter` for
    `candidate`, wherever the user rated the voter.

        recommended_by_items(voter='neighbor_member', candidate='member')
          ->  an item collects votes from those of its own neighbours that the user rated
        recommended_by_items(voter='member', candidate='neighbor_member')
          ->  an item that the user rated votes for its own neighbours
#}
{% macro recommended_by_items(voter, candidate) %}
users as (
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
        {{ voter }} as voter_index,
        {{ candidate }} as candidate_index,
        weight
    from {{ ref('int_nearest_sets') }}
    where kind = 'item'
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
        users.recipe_key,
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
        rated_items.position,
        weights.candidate_index as item_index,
        weights.weight
    from rated_items
    inner join weights
        on
            {{ number_in('weights.recipe_key', 'weights.voter_index') }}
            = {{ number_in('rated_items.recipe_key', 'rated_items.item_index') }}
),

{{ recommended_from_votes('cast_votes') }}
{%- endmacro %}
