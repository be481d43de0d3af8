{#
    The n largest values of a group as a list, equal values one by one; all of them where the group has fewer. An
    aggregate function. It keeps n values a group and sorts nothing else. See nth_largest.

        select item, {{ largest_values('score', '2') }} from scores group by item  ->  the two best
#}
{% macro largest_values(value, n) -%}
    {{ return(adapter.dispatch('largest_values', 'corate')(value, n)) }}
{%- endmacro %}

{% macro default__largest_values(value, n) -%}
    {{ corate.no_version_for_engine('largest_values') }}
{%- endmacro %}

{% macro duckdb__largest_values(value, n) -%}
    max({{ value }}, {{ n }})
{%- endmacro %}

{# The whole group is put in order: only DuckDB has an aggregate that keeps n values. #}
{% macro spark__largest_values(value, n) -%}
    slice(sort_array(collect_list({{ value }}), false), 1, max({{ n }}))
{%- endmacro %}
