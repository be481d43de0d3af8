{#
    A field of a JSON document as text; NULL where it is missing or null. A field at the top is named
    by its key, one further down by the list of keys that lead to it.

        {{ json_text("'{\"asin\": \"0205616461\"}'", 'asin') }}                 ->  '0205616461'
        {{ json_text("'{\"config\": {\"type\": \"t5\"}}'", ['config', 'type']) }}  ->  't5'
#}
{% macro json_text(document, key) -%}
    {{ return(adapter.dispatch('json_text', 'corate')(document, key)) }}
{%- endmacro %}

{% macro default__json_text(document, key) -%}
    {{ corate.no_version_for_engine('json_text') }}
{%- endmacro %}

{% macro duckdb__json_text(document, key) -%}
    {%- set keys = [key] if key is string else key -%}
    json_extract_string({{ document }}, '$."{{ keys | join('"."') }}"')
{%- endmacro %}

{% macro spark__json_text(document, key) -%}
    {%- set keys = [key] if key is string else key -%}
    get_json_object({{ document }}, '$[''{{ keys | join("''][''") }}'']')
{%- endmacro %}
