{#
    The nearest double of a whole number of up to 38 digits, a bigint or what exact_number and exact_sum give.

        {{ nearest_double(exact_number('45315369713141362469')) }}  ->  45315369713141360000, the double below it
#}
{% macro nearest_double(number) -%}
    {{ return(adapter.dispatch('nearest_double', 'corate')(number)) }}
{%- endmacro %}

{% macro default__nearest_double(number) -%}
    {{ corate.no_version_for_engine('nearest_double') }}
{%- endmacro %}

{# Beyond 64 bits a cast of 2.0 now and then gives the one beside it; a text is read exactly. #}
{% macro duckdb__nearest_double(number) -%}
    coalesce(
        cast(try_cast({{ number }} as bigint) as double),
        cast(cast({{ number }} as varchar) as double)
    )
{%- endmacro %}

{% macro spark__nearest_double(number) -%}
    cast({{ number }} as double)
{%- endmacro %}
