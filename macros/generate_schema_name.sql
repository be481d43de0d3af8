{#
    Schemas are named exactly as dbt_project.yml says (`benchmarks`, not `main_benchmarks`):
    the public tables' names are a contract with everything that queries the warehouse.

        generate_schema_name('benchmarks', node)  ->  benchmarks
        generate_schema_name(none, node)          ->  the profile's schema
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name is not none else target.schema }}
{%- endmacro %}
