{#
    A rating as a whole number of millionths, so that sums of ratings and of their products are
    exact. Ratings are told apart to six decimals.

        {{ rating_in_millionths('4.5') }}  ->  4500000
#}
{% macro rating_in_millionths(rating) -%}
    cast(round({{ rating }} * 1000000) as bigint)
{%- endmacro %}
