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
        recipe_id,
        item_id,
        title,
        item_index
    from {{ ref('benchmarks__items') }}
),

-- a look-up by recipe and item as one number: see number_in
name_items as (
    select
        {{ number_in('recipes.recipe_key', 'items.item_index') }} as item_number,
        items.item_id,
        items.title
    from items
    inner join recipes on recipes.recipe_id = items.recipe_id
),

recommendations__user_recommendations as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        recommendations.method,
        recommendations.split,
        users.user_id,
        recommendations.rank,
        items.item_id,
        items.title,
        recommendations.score
    from recommendations
    inner join recipes on recipes.recipe_key = recommendations.recipe_key
    inner join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.user_index') }}
    inner join name_items as items
        on items.item_number = {{ number_in('recommendations.recipe_key', 'recommendations.item_index') }}
)

select * from recommendations__user_recommendations
