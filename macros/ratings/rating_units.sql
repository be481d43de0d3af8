{#
    A rating in whole numbers of 1e-12 of the power of ten that the largest rating of its recipe begins with, so that sums
    of ratings and of their deviations are the same in whatever order they are added. `steps` are those of
    int_rating_scales, 100000 for ratings of 1 to 5.

        {{ rating_units('3.5', '100000') }}  ->  3500000000000
#}
{% macro rating_units(rating, steps) -%}
    {{ corate.rounded_number(rating ~ ' * ' ~ steps ~ ' * 10000000') }}
{%- endmacro %}

{#
    The other way round, as a fractional number.

        {{ rating_from_units('3500000000000', '100000') }}  ->  3.5
#}
{% macro rating_from_units(units, steps) -%}
    (cast({{ units }} as double) / ({{ steps }} * 10000000))
{%- endmacro %}
