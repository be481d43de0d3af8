-- Recipes that ask for something that their landed dataset does not have, one row a problem: a
-- split by time needs times, a minimum rating needs ratings. `dbt build` runs it before the
-- models that put recipes and events together.
with recipes as (
    select
        recipe_id,
        dataset_id,
        dataset_key,
        split,
        min_rating
    from {{ ref('int_recipes') }}
),

events as (
    select
        dataset_key,
        rating,
        rated_at
    from {{ ref('int_interactions') }}
),

count_ratings_and_times as (
    select
        dataset_key,
        count(rating) as ratings,
        count(rated_at) as times
    from events
    group by dataset_key
),

recipes_fit_their_datasets as (
    select
        recipes.recipe_id,
        'split' as column_name,
        recipes.split as cell,
        'split is global_time (also where it is blank), and no interaction of ' || recipes.dataset_id
        || ' has a time: set split to none, or land the dataset with --time' as problem
    from recipes
    inner join count_ratings_and_times on count_ratings_and_times.dataset_key = recipes.dataset_key
    where
        recipes.split = 'global_time'
        and count_ratings_and_times.times = 0
    union all
    select
        recipes.recipe_id,
        'min_rating' as column_name,
        cast(recipes.min_rating as {{ dbt.type_string() }}) as cell,
        'min_rating is ' || recipes.min_rating || ', and no interaction of ' || recipes.dataset_id
        || ' has a rating: clear it, or land the dataset with --rating' as problem
    from recipes
    inner join count_ratings_and_times on count_ratings_and_times.dataset_key = recipes.dataset_key
    where
        recipes.min_rating is not null
        and count_ratings_and_times.ratings = 0
)

select * from recipes_fit_their_datasets
