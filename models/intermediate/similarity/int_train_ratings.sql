-- What similarity and recommendations know: the train part of each recipe, or all of it where it is
-- not split. No row of valid or test comes past this model. A user and an item are one row: where
-- the recipe keeps duplicates, the last rating stands.
with recipes as (
    select
        recipe_key,
        recipe_id,
        duplicate_policy,
    from {{ ref('int_recipes') }}
),

train_interactions as (
    select
        recipe_id,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row,
    from {{ ref('benchmarks__interactions') }}
    where split in ('train', 'all')
),

add_recipe_keys as (
    select
        recipes.recipe_key,
        recipes.duplicate_policy,
        train_interactions.user_index,
        train_interactions.item_index,
        train_interactions.rating,
        train_interactions.rated_at,
        train_interactions.source_row,
    from train_interactions
    inner join recipes on recipes.recipe_id = train_interactions.recipe_id
),

find_last_of_pair as (
    select
        recipe_key,
        user_index,
        item_index,
        rating,
        lead(source_row) over (
            partition by recipe_key, user_index, item_index
            order by rated_at, source_row
        ) is null as is_last_of_pair,
    from add_recipe_keys
    where duplicate_policy = 'all'
),

int_train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating,
    from add_recipe_keys
    where duplicate_policy <> 'all'
    union all
    select
        recipe_key,
        user_index,
        item_index,
        rating,
    from find_last_of_pair
    where is_last_of_pair
)

select * from int_train_ratings
