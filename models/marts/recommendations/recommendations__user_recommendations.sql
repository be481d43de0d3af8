with recommendations as (
    select
        recipe_key,
        method,
        user_index,
        rank,
        item_index,
        score,
    from {{ ref('int_recommendations') }}
    where rank <= 10
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
    from {{ ref('int_recipes') }}
),

users as (
    select
        recipe_id,
        user_index,
        user_id,
    from {{ ref('benchmarks__users') }}
),

items as (
    select
        recipe_id,
        item_index,
        item_id,
    from {{ ref('benchmarks__items') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title,
    from {{ ref('catalog__items') }}
),

user_recommendations as (
    select
        recipes.recipe_id,
        recommendations.method,
        users.user_id,
        recommendations.rank,
        items.item_id,
        titles.title,
        recommendations.score,
    from recommendations
    inner join recipes on recipes.recipe_key = recommendations.recipe_key
    inner join users
        on
            users.recipe_id = recipes.recipe_id
            and users.user_index = recommendations.user_index
    inner join items
        on
            items.recipe_id = recipes.recipe_id
            and items.item_index = recommendations.item_index
    left join titles
        on
            titles.dataset_id = recipes.dataset_id
            and titles.item_id = items.item_id
)

select * from user_recommendations
