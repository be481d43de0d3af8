{#
    Days from one date to another, an integer; negative where the second is earlier.

        {{ days_between("cast('2019-02-27' as date)", "cast('2019-03-01' as date)") }}  ->  2
#}
{% macro days_between(first, second) -%}
    {{ return(adapter.dispatch('days_between', 'corate')(first, second)) }}
{%- endmacro %}

{% macro default__days_between(first, second) -%}
    {{ corate.no_version_for_engine('days_between') }}
{%- endmacro %}

{% macro duckdb__days_between(first, second) -%}
    cast(date_diff('day', {{ first }}, {{ second }}) as integer)
{%- endmacro %}

{% macro spark__days_between(first, second) -%}
    datediff({{ second }}, {{ first }})
{%- endmacro %}
