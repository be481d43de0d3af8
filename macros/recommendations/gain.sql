{#
    What a hit at a rank is worth in DCG, 1 / log2(rank + 1), as a whole number of 1e-12.

        {{ gain('1') }}  ->  1000000000000
        {{ gain('3') }}  ->  500000000000
#}
{% macro gain(rank) -%}
    cast(round(1000000000000 * ln(2) / ln({{ rank }} + 1)) as bigint)
{%- endmacro %}
