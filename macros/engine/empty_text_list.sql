{#
    A list of texts that has no element.

        {{ empty_text_list() }}  ->  []
#}
{% macro empty_text_list() -%}
    {{ return(adapter.dispatch('empty_text_list', 'corate')()) }}
{%- endmacro %}

{% macro default__empty_text_list() -%}
    {{ corate.no_version_for_engine('empty_text_list') }}
{%- endmacro %}

{% macro duckdb__empty_text_list() -%}
    cast([] as varchar[])
{%- endmacro %}

{% macro spark__empty_text_list() -%}
    cast(array() as array<string>)
{%- endmacro %}
