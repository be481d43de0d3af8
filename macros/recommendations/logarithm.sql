{#
    A logarithm in whole numbers of 1e-9, natural unless a base is named. Engines differ in its last bit: of 2,250,000
    fractions none was another on Spark, where eleven were in whole numbers of 1e-12.

        {{ logarithm('8', 2) }}  ->  3000000000
#}
{% macro logarithm(number, base=none) -%}
    cast(round(1000000000 * ln({{ number }}){{ ' / ln(' ~ base ~ ')' if base }}) as bigint)
{%- endmacro %}
