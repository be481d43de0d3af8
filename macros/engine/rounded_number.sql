{#
    A fractional number as the nearest whole one, a bigint; of two that are as near the even one.

        {{ rounded_number('cast(8.2 as double) * 1000000') }}  ->  8200000, though the product is 8199999.999999999
#}
{% macro rounded_number(number) -%}
    {{ return(adapter.dispatch('rounded_number', 'corate')(number)) }}
{%- endmacro %}

{% macro default__rounded_number(number) -%}
    {{ corate.no_version_for_engine('rounded_number') }}
{%- endmacro %}

{% macro duckdb__rounded_number(number) -%}
    cast({{ number }} as bigint)
{%- endmacro %}

{# A cast alone would cut off. #}
{% macro spark__rounded_number(number) -%}
    cast(rint({{ number }}) as bigint)
{%- endmacro %}
