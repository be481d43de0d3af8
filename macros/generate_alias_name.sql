{#
    A public model is named after its schema and its table, since two schemas may each have a table
    of one name (catalog.items and benchmarks.items) and dbt wants every name once. The table
    itself bears the second part only.

        benchmarks__interactions (in models/marts)  ->  interactions
        stg_movielens__ratings                      ->  stg_movielens__ratings
#}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {%- if custom_alias_name -%}
        {{ custom_alias_name | trim }}
    {%- elif node.resource_type == 'model' and 'marts' in node.fqn -%}
        {{ node.name.split('__', 1)[1] }}
    {%- else -%}
        {{ node.name }}
    {%- endif -%}
{%- endmacro %}
