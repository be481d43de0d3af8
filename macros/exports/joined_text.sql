{#
    The elements of a list as one text, with spaces between.

        {{ joined_text('[3, 1, 2]') }}  ->  '3 1 2'
#}
{% macro joined_text(list) -%}
    {{ return(adapter.dispatch('joined_text', 'corate')(list)) }}
{%- endmacro %}

{% macro default__joined_text(list) -%}
    {{ corate.no_version_for_engine('joined_text') }}
{%- endmacro %}

{% macro duckdb__joined_text(list) -%}
    array_to_string({{ list }}, ' ')
{%- endmacro %}
