{{ config(materialized='view') }}

-- Users as sets of the items that they rated, in the terms of the set-similarity macros.
select
    recipe_key as collection,
    user_index as member,
    item_index as feature,
    {{ rating_in_millionths('rating') }} as value,
from {{ ref('int_train_ratings') }}
