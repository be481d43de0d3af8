{#
    The median of a group, a double: the mean of the two middle values where their number is even.
    An aggregate function.

        select user_id, {{ median_of('rating') }} from ratings group by user_id  ->  u1, 3.5
#}
{% macro median_of(value) -%}
    {{ return(adapter.dispatch('median_of', 'corate')(value)) }}
{%- endmacro %}

{% macro default__median_of(value) -%}
    {{ corate.no_version_for_engine('median_of') }}
{%- endmacro %}

{% macro duckdb__median_of(value) -%}
    cast(median({{ value }}) as double)
{%- endmacro %}
