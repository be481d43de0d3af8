{#
    The 32 high bits of a number of 64, with its sign: what number_in has put there.

        {{ high_bits('4294967303') }}  ->  1
#}
{% macro high_bits(number) -%}
    {{ return(adapter.dispatch('high_bits', 'corate')(number)) }}
{%- endmacro %}

{% macro default__high_bits(number) -%}
    {{ corate.no_version_for_engine('high_bits') }}
{%- endmacro %}

{% macro duckdb__high_bits(number) -%}
    ({{ number }} >> 32)
{%- endmacro %}

{% macro spark__high_bits(number) -%}
    shiftright({{ number }}, 32)
{%- endmacro %}
