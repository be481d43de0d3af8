{#
    Every bit that is set in any of a group's whole numbers. An aggregate function.

        {{ all_bits('flags') }}, flags = 1, 4, 5  ->  5
#}
{% macro all_bits(value) -%}
    {{ return(adapter.dispatch('all_bits', 'corate')(value)) }}
{%- endmacro %}

{% macro default__all_bits(value) -%}
    {{ corate.no_version_for_engine('all_bits') }}
{%- endmacro %}

{% macro duckdb__all_bits(value) -%}
    bit_or({{ value }})
{%- endmacro %}
