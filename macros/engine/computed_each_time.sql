{#
    Written after the name of a common table expression that is read several times, and whose rows are many and quickly
    made: the engine makes them anew for each reading. DuckDB 2.0 would keep them, and write them to disk.

        with events as {{ computed_each_time() }} (select ...)
#}
{% macro computed_each_time() -%}
    {{ return(adapter.dispatch('computed_each_time', 'corate')()) }}
{%- endmacro %}

{% macro default__computed_each_time() -%}
{%- endmacro %}

{% macro duckdb__computed_each_time() -%}
    not materialized
{%- endmacro %}
