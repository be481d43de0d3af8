{#
    A list of the given expressions, which have one type.

        {{ list_of(["'a'", "'b'"]) }}  ->  ['a', 'b']
#}
{% macro list_of(values) -%}
    {{ return(adapter.dispatch('list_of', 'corate')(values)) }}
{%- endmacro %}

{% macro default__list_of(values) -%}
    {{ corate.no_version_for_engine('list_of') }}
{%- endmacro %}

{% macro duckdb__list_of(values) -%}
    [{{ values | join(', ') }}]
{%- endmacro %}

{% macro spark__list_of(values) -%}
    array({{ values | join(', ') }})
{%- endmacro %}
