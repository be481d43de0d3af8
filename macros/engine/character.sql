{#
    A character by its number in Unicode, which is known when the SQL is written.

        {{ character(8195) }}  ->  a blank as wide as an m
#}
{% macro character(number) -%}
    {{ return(adapter.dispatch('character', 'corate')(number)) }}
{%- endmacro %}

{% macro default__character(number) -%}
    {{ corate.no_version_for_engine('character') }}
{%- endmacro %}

{% macro duckdb__character(number) -%}
    chr({{ number }})
{%- endmacro %}

{# chr(8195) would be chr(3). #}
{% macro spark__character(number) -%}
    '\U{{ '%08x' | format(number) }}'
{%- endmacro %}
