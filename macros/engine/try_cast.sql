{#
    A value in another type, NULL (and no error) where it cannot be read as one.

        {{ try_cast("'x'", 'integer') }}  ->  NULL
#}
{% macro try_cast(value, type) -%}
    {{ return(adapter.dispatch('try_cast', 'corate')(value, type)) }}
{%- endmacro %}

{% macro default__try_cast(value, type) -%}
    {{ corate.no_version_for_engine('try_cast') }}
{%- endmacro %}

{% macro duckdb__try_cast(value, type) -%}
    try_cast({{ value }} as {{ type }})
{%- endmacro %}

{# Spark reads 1d as a double, 2014 as a date, and neither 5.0 nor 1e3 as a whole number. #}
{% macro spark__try_cast(value, type) -%}
    {%- set number = '[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?' -%}
    {%- if type in ['integer', 'bigint'] -%}
        try_cast(round(try_cast({{ value }} as decimal(38, 6))) as {{ type }})
    {%- elif type == 'double' -%}
        case
            when {{ value }} rlike {{ corate.spark_pattern('(?i)^\\s*(?:' ~ number ~ '|[+-]?inf(?:inity)?|nan)\\s*$') }}
                then try_cast({{ value }} as double)
        end
    {%- elif type == 'date' -%}
        case
            when {{ value }} rlike {{ corate.spark_pattern('^\\s*[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}\\s*$') }}
                then try_cast({{ value }} as date)
        end
    {%- elif type.startswith('decimal') -%}
        try_cast({{ value }} as {{ type }})
    {%- else -%}
        {{ exceptions.raise_compiler_error("nobody has looked what Spark's try_cast takes for '" ~ type ~ "'") }}
    {%- endif -%}
{%- endmacro %}
