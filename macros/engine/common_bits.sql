{#
    How many bits are set in both of two words of bits, as a floating-point number: it counts exactly up
    to 2^24, and adding such numbers up takes half the time of whole ones, of which every sum is
    checked for overflow.

        {{ common_bits('7', '13') }}  ->  2.0
#}
{% macro common_bits(a, b) -%}
    {{ return(adapter.dispatch('common_bits', 'corate')(a, b)) }}
{%- endmacro %}

{% macro default__common_bits(a, b) -%}
    {{ corate.no_version_for_engine('common_bits') }}
{%- endmacro %}

{% macro duckdb__common_bits(a, b) -%}
    cast(bit_count({{ a }} & {{ b }}) as real)
{%- endmacro %}
