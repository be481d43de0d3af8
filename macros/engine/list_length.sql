{#
    How many elements a list has.

        {{ list_length("[10, 20, 30]") }}  ->  3
#}
{% macro list_length(list) -%}
    {{ return(adapter.dispatch('list_length', 'corate')(list)) }}
{%- endmacro %}

{% macro default__list_length(list) -%}
    {{ corate.no_version_for_engine('list_length') }}
{%- endmacro %}

{% macro duckdb__list_length(list) -%}
    len({{ list }})
{%- endmacro %}

{# size(null) is -1 in some sessions. #}
{% macro spark__list_length(list) -%}
    array_size({{ list }})
{%- endmacro %}
