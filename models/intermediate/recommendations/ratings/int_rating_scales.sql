-- For recipes with a method that predicts ratings: the mean, the lowest and the highest of train, and how many steps
-- are 1 where ratings are counted in whole numbers. Steps are chosen by the largest rating of any part, so that none
-- is too large to be counted; they change no prediction.
with rated_recipes as (
    select distinct recipe_key
    from {{ ref('int_recipe_methods') }}
    where predicts = 'ratings'
),

kept_interactions as (
    select
        recipe_key,
        rating
    from {{ ref('int_kept_interactions') }}
    where rating is not null
),

train_ratings as (
    select
        recipe_key,
        rating
    from {{ ref('int_train_ratings') }}
    where rating is not null
),

find_largest as (
    select
        rated_recipes.recipe_key,
        max(abs(kept_interactions.rating)) as largest
    from rated_recipes
    inner join kept_interactions on kept_interactions.recipe_key = rated_recipes.recipe_key
    group by rated_recipes.recipe_key
),

choose_steps as (
    select
        recipe_key,
        case
            when largest = 0 then cast(100000 as double)
            -- a power would be rounded in the engine's own way, a text is read as it is written
            else cast('1e' || (5 - cast(floor(log10(largest)) as integer)) as double)
        end as steps
    from find_largest
),

count_in_units as (
    select
        choose_steps.recipe_key,
        choose_steps.steps,
        {{ rating_units('train_ratings.rating', 'choose_steps.steps') }} as rating
    from choose_steps
    inner join train_ratings on train_ratings.recipe_key = choose_steps.recipe_key
),

int_rating_scales as (
    select
        recipe_key,
        steps,
        {{ rounded_number('cast(' ~ exact_sum('rating') ~ ' as double) / count(*)') }} as mean,
        min(rating) as lowest,
        max(rating) as highest
    from count_in_units
    group by
        recipe_key,
        steps
)

select * from int_rating_scales
