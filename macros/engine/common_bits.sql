{#
    How many bits are set in both of two whole numbers of 64 bits, as a small whole number.

        {{ common_bits('7', '13') }}  ->  2
#}
{% macro common_bits(a, b) -%}
    {{ return(adapter.dispatch('common_bits', 'corate')(a, b)) }}
{%- endmacro %}

{% macro default__common_bits(a, b) -%}
    {{ corate.no_version_for_engine('common_bits') }}
{%- endmacro %}

{% macro duckdb__common_bits(a, b) -%}
    cast(bit_count({{ a }} & {{ b }}) as smallint)
{%- endmacro %}
