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
