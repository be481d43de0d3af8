{{ config(materialized='view') }}

-- Users as sets of the items that they rated, in the terms of the set-similarity macros.
with train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

rating_steps as (
    select
        recipe_key,
        steps
    from {{ ref('int_rating_steps') }}
)

select
    train_ratings.recipe_key as collection,
    train_ratings.user_index as member,
    train_ratings.item_index as feature,
    {{ rating_in_steps('train_ratings.rating', 'rating_steps.steps') }} as value
from train_ratings
left join rating_steps on rating_steps.recipe_key = train_ratings.recipe_key
