{#
    A rating as a whole number of steps, so that sums of ratings and of their products are exact; see
    int_rating_steps.

        {{ rating_in_steps('4.5', '1000000') }}  ->  4500000
#}
{% macro rating_in_steps(rating, steps) -%}
    cast(round({{ rating }} * {{ steps }}) as bigint)
{%- endmacro %}
