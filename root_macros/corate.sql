{#
    For a project that has Corate as a package, and names this folder in its macro-paths (docs/guides/package.md). dbt
    takes these from the root project alone: Corate's own for what is Corate's, dbt's for all else.
#}
{% materialization seed, adapter='duckdb' %}
    {{ return(corate.materialization_seed_duckdb()) }}
{% endmaterialization %}

{% materialization test, default %}
    {{ return(corate.materialization_test_default()) }}
{% endmaterialization %}

{% materialization view, default %}
    {{ return(corate.materialization_view_default()) }}
{% endmaterialization %}

{# schemas as they are written: reports, and not main_reports #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{ return(corate.generate_schema_name(custom_schema_name, node)) }}
{% endmacro %}
