-- What similarity and recommendations know: the train part of each recipe, or all of it where it is
-- not split. No row of valid or test comes past this model. A user and an item are one row: where
-- the recipe keeps duplicates, the last rating stands.
with train_events as (
    select
        recipe_key,
        duplicate_policy,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row
    from {{ ref('int_kept_interactions') }}
    where split in ('train', 'all')
),

find_last_of_pair as (
    select
        recipe_key,
        user_index,
        item_index,
        rating,
        lead(source_row) over (
            partition by recipe_key, user_index, item_index
            order by rated_at nulls first, source_row
        ) is null as is_last_of_pair
    from train_events
    where duplicate_policy = 'all'
),

int_train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from train_events
    where duplicate_policy <> 'all'
    union all
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from find_last_of_pair
    where is_last_of_pair
)

select * from int_train_ratings
