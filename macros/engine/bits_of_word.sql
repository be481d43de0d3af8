{#
    How many bits the engine's widest whole number holds for bitmaps of set similarity. Not all: so
    none has to do with a sign.

        {{ bits_of_word() }}  ->  126
#}
{% macro bits_of_word() -%}
    {{ return(adapter.dispatch('bits_of_word', 'corate')()) }}
{%- endmacro %}

{% macro default__bits_of_word() -%}
    {{ corate.no_version_for_engine('bits_of_word') }}
{%- endmacro %}

{% macro duckdb__bits_of_word() -%}
    {{ return(126) }}
{%- endmacro %}
