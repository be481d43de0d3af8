with recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index,
        score
    from {{ ref('int_recommendations') }}
    where rank <= 10
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

users as (
    select
        recipe_key,
        entity_index as user_index,
        entity_id as user_id
    from {{ ref('int_benchmark_entities') }}
    where kind = 'user'
),

items as (
    select
        recipe_key,
        entity_index as item_index,
        entity_id as item_id
    from {{ ref('int_benchmark_entities') }}
    where kind = 'item'
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

recommendations__user_recommendations as (
    select
        recipes.recipe_id,
        recommendations.method,
        recommendations.split,
        users.user_id,
        recommendations.rank,
        items.item_id,
        titles.title,
        recommendations.score
    from recommendations
    inner join recipes on recipes.recipe_key = recommendations.recipe_key
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.user_index') }}
    inner join items
        on
            {{ number_in('items.recipe_key', 'items.item_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.item_index') }}
    left join titles
        on
            titles.dataset_id = recipes.dataset_id
            and titles.item_id = items.item_id
)

select * from recommendations__user_recommendations
