with rating_predictions as (
    select
        recipe_key,
        method,
        split,
        user_index,
        item_index,
        rating,
        prediction,
        is_fallback
    from {{ ref('int_rating_predictions') }}
),

scales as (
    select
        recipe_key,
        steps
    from {{ ref('int_rating_scales') }}
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

-- each kind by a condition of its own, as in int_kept_interactions
{% for kind in ['user', 'item'] %}
{{ kind }}s as (
    select
        {{ number_in('recipe_key', 'entity_index') }} as {{ kind }}_number,
        entity_id as {{ kind }}_id
    from {{ ref('int_benchmark_entities') }}
    where kind = '{{ kind }}'
),

{% endfor %}
recommendations__rating_predictions as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        rating_predictions.method,
        rating_predictions.split,
        users.user_id,
        items.item_id,
        {{ rating_from_units('rating_predictions.rating', 'scales.steps') }} as rating,
        {{ rating_from_units('rating_predictions.prediction', 'scales.steps') }} as prediction,
        rating_predictions.is_fallback
    from rating_predictions
    inner join scales on scales.recipe_key = rating_predictions.recipe_key
    inner join recipes on recipes.recipe_key = rating_predictions.recipe_key
    inner join users
        on users.user_number = {{ number_in('rating_predictions.recipe_key', 'rating_predictions.user_index') }}
    inner join items
        on items.item_number = {{ number_in('rating_predictions.recipe_key', 'rating_predictions.item_index') }}
)

select * from recommendations__rating_predictions
