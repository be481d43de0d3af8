{#
    The eighth step of set similarity: how the values of the shared features go together. Values are
    whole numbers of steps (see int_rating_steps).

        similarity_values('value_sums', 'rating_steps')
          ->  set_number_a, set_number_b, common_values, pearson, euclidean, mean_absolute_difference

    common_values counts the shared features that have a value on both sides. pearson is NULL where
    either side does not vary over them, or where they are fewer than two. Every sum is one of whole
    numbers, and the last steps are a division and square roots, which every engine rounds the same way.
#}
{% macro similarity_values(value_sums, steps) %}
with value_sums as (
    select
        set_number_a,
        set_number_b,
        common_values,
        {% for sum in ['total_a', 'total_b', 'squares_a', 'squares_b', 'products', 'differences'] %}
        {{ corate.exact_number(sum) }} as {{ sum }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ value_sums }}
),

value_steps as (
    select
        recipe_key as collection,
        steps
    from {{ steps }}
),

take_spread as (
    select
        *,
        cast(common_values * squares_a - total_a * total_a as double) as spread_a,
        cast(common_values * squares_b - total_b * total_b as double) as spread_b,
        cast(common_values * products - total_a * total_b as double) as joint_spread,
        cast(squares_a + squares_b - 2 * products as double) as squared_distance
    from value_sums
),

measure_values as (
    select
        take_spread.set_number_a,
        take_spread.set_number_b,
        cast(take_spread.common_values as integer) as common_values,
        case
            when take_spread.spread_a > 0 and take_spread.spread_b > 0
                -- rounding may pass 1 by the last digit
                then greatest(
                    -1.0,
                    least(1.0, take_spread.joint_spread / (sqrt(take_spread.spread_a) * sqrt(take_spread.spread_b)))
                )
        end as pearson,
        -- rounded once, so that it is the root of 14 that comes for 14; the square of very small steps would be 0
        case
            when value_steps.steps <= 1e100 then sqrt(take_spread.squared_distance / value_steps.steps / value_steps.steps)
            else sqrt(take_spread.squared_distance) / value_steps.steps
        end as euclidean,
        cast(take_spread.differences as double) / take_spread.common_values / value_steps.steps
            as mean_absolute_difference
    from take_spread
    inner join value_steps
        on value_steps.collection = {{ corate.whole_quotient('take_spread.set_number_a', 4294967296) }}
)

select * from measure_values
{% endmacro %}
