{#
    Schemas are named exactly as dbt_project.yml says (`benchmarks`, not `main_benchmarks`):
    the public tables' names are a contract with everything that queries the warehouse.

        generate_schema_name('benchmarks', node)  ->  benchmarks
        generate_schema_name(none, node)          ->  the profile's schema
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ adapter.dispatch('generate_schema_name', 'corate')(custom_schema_name, node) }}
{%- endmacro %}

{% macro default__generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name is not none else target.schema }}
{%- endmacro %}

{# On Spark, public tables are made in a schema beside that of readers (spark_public_relation). #}
{% macro spark__generate_schema_name(custom_schema_name, node) -%}
    {{ 'work_' if 'marts' in node.fqn }}{{ corate.default__generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
