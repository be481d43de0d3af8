{#
    A list of texts as a JSON array in text, from which any program gets the same list back.

        {{ json_array("['a', 'b \"c\"']") }}  ->  '["a","b \"c\""]'
#}
{% macro json_array(list) -%}
    {{ return(adapter.dispatch('json_array', 'corate')(list)) }}
{%- endmacro %}

{% macro default__json_array(list) -%}
    {{ corate.no_version_for_engine('json_array') }}
{%- endmacro %}

{% macro duckdb__json_array(list) -%}
    cast(to_json({{ list }}) as varchar)
{%- endmacro %}
