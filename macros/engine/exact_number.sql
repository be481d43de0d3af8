{#
    A whole number in a type that holds 38 digits, so that sums of products are exact and therefore
    the same in whatever order they are added up. (Sums of floating-point numbers are not.)

        sum({{ exact_number('a') }} * b)  ->  170141183460469231731687303715884105727 at most
#}
{% macro exact_number(value) -%}
    {{ return(adapter.dispatch('exact_number', 'corate')(value)) }}
{%- endmacro %}

{% macro default__exact_number(value) -%}
    {{ corate.no_version_for_engine('exact_number') }}
{%- endmacro %}

{% macro duckdb__exact_number(value) -%}
    cast({{ value }} as hugeint)
{%- endmacro %}

{% macro spark__exact_number(value) -%}
    cast({{ value }} as decimal(38, 0))
{%- endmacro %}
