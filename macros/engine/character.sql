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

{# A character by a number that is known when the SQL runs; NULL for half a pair of UTF-16, and what is too large. #}
{% macro spark_character(number) -%}
    case
        when {{ number }} between 0 and 1114111 and {{ number }} not between 55296 and 57343
            then decode(unhex(lpad(hex({{ number }}), 8, '0')), 'UTF-32')
    end
{%- endmacro %}
