{#
    The date so many days after another; days is an integer expression.

        {{ days_after("cast('2019-02-27' as date)", '2') }}  ->  2019-03-01
#}
{% macro days_after(date, days) -%}
    {{ return(adapter.dispatch('days_after', 'corate')(date, days)) }}
{%- endmacro %}

{% macro default__days_after(date, days) -%}
    {{ corate.no_version_for_engine('days_after') }}
{%- endmacro %}

{% macro duckdb__days_after(date, days) -%}
    ({{ date }} + cast({{ days }} as integer))
{%- endmacro %}

{% macro spark__days_after(date, days) -%}
    date_add({{ date }}, cast({{ days }} as integer))
{%- endmacro %}
