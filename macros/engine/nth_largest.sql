{#
    The nth largest value of a group, equal values counted one by one; the smallest one where the
    group has fewer. An aggregate function. It keeps n values a group and sorts nothing else.

        select item, {{ nth_largest('score', '2') }} from scores group by item  ->  the second best
#}
{% macro nth_largest(value, n) -%}
    {{ return(adapter.dispatch('nth_largest', 'corate')(value, n)) }}
{%- endmacro %}

{% macro default__nth_largest(value, n) -%}
    {{ corate.no_version_for_engine('nth_largest') }}
{%- endmacro %}

{% macro duckdb__nth_largest(value, n) -%}
    list_min(max({{ value }}, {{ n }}))
{%- endmacro %}

{# The whole group is put in order: only DuckDB has an aggregate that keeps n values. #}
{% macro spark__nth_largest(value, n) -%}
    array_min(slice(sort_array(collect_list({{ value }}), false), 1, max({{ n }})))
{%- endmacro %}
