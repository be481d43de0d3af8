{#
    One row for each element of a list inside a JSON document, in the select list, each as a JSON
    document of its own. The keys lead to the list. No row where there is no such list.

        select answer_id, {{ unnest_json("'{\"results\": {\"bindings\": [{\"a\": 1}, {\"a\": 2}]}}'", ['results', 'bindings']) }} as binding
          ->  (1, '{"a":1}'), (1, '{"a":2}')
#}
{% macro unnest_json(document, keys) -%}
    {{ return(adapter.dispatch('unnest_json', 'corate')(document, keys)) }}
{%- endmacro %}

{% macro default__unnest_json(document, keys) -%}
    {{ corate.no_version_for_engine('unnest_json') }}
{%- endmacro %}

{% macro duckdb__unnest_json(document, keys) -%}
    unnest(json_extract({{ document }}, '$."{{ keys | join('"."') }}"[*]'))
{%- endmacro %}

{% macro spark__unnest_json(document, keys) -%}
    explode(from_json(get_json_object({{ document }}, '$[''{{ keys | join("''][''") }}'']'), 'array<string>'))
{%- endmacro %}
