{#
    A logarithm in whole numbers of 1e-9, natural unless a base is named. Engines differ in its last bit: rounded so, one in
    a million differs, where of 1e-12 one in a thousand would.

        {{ logarithm('8', 2) }}  ->  3000000000
#}
{% macro logarithm(number, base=none) -%}
    cast(round(1000000000 * ln({{ number }}){{ ' / ln(' ~ base ~ ')' if base }}) as bigint)
{%- endmacro %}
