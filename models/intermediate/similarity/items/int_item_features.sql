{{ config(materialized='view') }}

-- Items as sets of their raters, in the terms of the set-similarity macros.
select
    recipe_key as collection,
    item_index as member,
    user_index as feature,
    {{ rating_in_millionths('rating') }} as value,
from {{ ref('int_train_ratings') }}
