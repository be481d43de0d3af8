{#
    Written after the name of a common table expression that is read several times: the engine computes it
    once and keeps its rows until the query ends. An engine that knows no such words computes it each time.

        with interactions as {{ computed_once() }} (select ...)
#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'corate')()) }}
{%- endmacro %}

{% macro default__computed_once() -%}
{%- endmacro %}

{% macro duckdb__computed_once() -%}
    materialized
{%- endmacro %}
