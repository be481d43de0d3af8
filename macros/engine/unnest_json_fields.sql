{#
    One row for each field of a JSON object whose values are texts, in the select list: a struct of `key` and
    `value`, both texts; a value that is null is NULL. No row for an empty object or NULL.

        select source_row, {{ unnest_json_fields("'{\"brand\": \"Acme\", \"colour\": null}'") }} as field
          ->  (1, {'key': 'brand', 'value': 'Acme'}), (1, {'key': 'colour', 'value': NULL})
#}
{% macro unnest_json_fields(document) -%}
    {{ return(adapter.dispatch('unnest_json_fields', 'corate')(document)) }}
{%- endmacro %}

{% macro default__unnest_json_fields(document) -%}
    {{ corate.no_version_for_engine('unnest_json_fields') }}
{%- endmacro %}

{% macro duckdb__unnest_json_fields(document) -%}
    unnest(map_entries(cast(cast({{ document }} as json) as map(varchar, varchar))))
{%- endmacro %}

{% macro spark__unnest_json_fields(document) -%}
    explode(map_entries(from_json({{ document }}, 'map<string, string>')))
{%- endmacro %}
