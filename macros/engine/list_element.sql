{#
    One element of a list, counted from 1; NULL outside of it.

        {{ list_element("[10, 20, 30]", 2) }}  ->  20
#}
{% macro list_element(list, position) -%}
    {{ return(adapter.dispatch('list_element', 'corate')(list, position)) }}
{%- endmacro %}

{% macro default__list_element(list, position) -%}
    {{ corate.no_version_for_engine('list_element') }}
{%- endmacro %}

{% macro duckdb__list_element(list, position) -%}
    list_extract({{ list }}, {{ position }})
{%- endmacro %}

{# element_at would stop at the position 0. #}
{% macro spark__list_element(list, position) -%}
    get({{ list }}, {{ position }} - 1)
{%- endmacro %}
