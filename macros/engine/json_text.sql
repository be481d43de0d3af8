{#
    A top-level field of a JSON document as text; NULL where it is missing or null.

        {{ json_text("'{\"asin\": \"0205616461\"}'", 'asin') }}  ->  '0205616461'
#}
{% macro json_text(document, key) -%}
    {{ return(adapter.dispatch('json_text', 'corate')(document, key)) }}
{%- endmacro %}

{% macro default__json_text(document, key) -%}
    {{ corate.no_version_for_engine('json_text') }}
{%- endmacro %}

{% macro duckdb__json_text(document, key) -%}
    json_extract_string({{ document }}, '$."{{ key }}"')
{%- endmacro %}
