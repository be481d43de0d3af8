-- Of each user and item of train: the mean of the ratings, and the bias, how much higher or lower it is rated once the
-- other side is taken into account. Biases are found by alternating least squares, ten epochs from 0, items before
-- users, drawn to 0 as if 10 more ratings of an item, or 15 of a user, were just as expected (Koren 2010, with the
-- numbers of Surprise and MyMediaLite):
--
--   item bias = sum(rating - mean of all - user bias) / (10 + ratings of the item)
--   user bias = sum(rating - mean of all - item bias) / (15 + ratings of the user)
--
-- Each epoch is rounded to whole numbers of 1e-12, so that no order of adding shows in it.
with methods as (
    select
        recipe_key,
        kind,
        similarity,
        centring
    from {{ ref('int_recipe_methods') }}
    where predicts = 'ratings'
),

scales as (
    select
        recipe_key,
        mean
    from {{ ref('int_rating_scales') }}
),

ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_scaled_ratings') }}
    where is_learnt
),

biased_recipes as (
    select distinct recipe_key
    from methods
    where
        kind = 'user_item_bias'
        or centring = 'baseline'
        or similarity = 'pearson_baseline'
),

deviations as {{ computed_once() }} (
    select
        {{ number_in('ratings.recipe_key', 'ratings.user_index') }} as user_number,
        {{ number_in('ratings.recipe_key', 'ratings.item_index') }} as item_number,
        ratings.rating - scales.mean as deviation
    from ratings
    inner join scales on scales.recipe_key = ratings.recipe_key
    inner join biased_recipes on biased_recipes.recipe_key = ratings.recipe_key
),

user_biases_0 as (
    select distinct
        user_number,
        cast(0 as bigint) as bias
    from deviations
),

{% for epoch in range(1, 11) %}
item_biases_{{ epoch }} as {{ computed_once() }} (
    select
        deviations.item_number,
        {{ rounded_number(
            'cast(' ~ exact_sum('deviations.deviation - user_biases.bias') ~ ' as double) / (10 + count(*))'
        ) }} as bias
    from deviations
    inner join user_biases_{{ epoch - 1 }} as user_biases on user_biases.user_number = deviations.user_number
    group by deviations.item_number
),

user_biases_{{ epoch }} as {{ computed_once() }} (
    select
        deviations.user_number,
        {{ rounded_number(
            'cast(' ~ exact_sum('deviations.deviation - item_biases.bias') ~ ' as double) / (15 + count(*))'
        ) }} as bias
    from deviations
    inner join item_biases_{{ epoch }} as item_biases on item_biases.item_number = deviations.item_number
    group by deviations.user_number
),

{% endfor %}
{% for kind in ['user', 'item'] %}
average_{{ kind }}s as (
    select
        recipe_key,
        {{ kind }}_index as member,
        {{ rounded_number('cast(' ~ exact_sum('rating') ~ ' as double) / count(*)') }} as mean
    from ratings
    group by
        recipe_key,
        {{ kind }}_index
),

{% endfor %}
int_rating_biases as (
    {% for kind in ['user', 'item'] %}
    select
        averages.recipe_key,
        '{{ kind }}' as kind,
        averages.member,
        averages.mean,
        biases.bias
    from average_{{ kind }}s as averages
    left join {{ kind }}_biases_10 as biases
        on biases.{{ kind }}_number = {{ number_in('averages.recipe_key', 'averages.member') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from int_rating_biases
