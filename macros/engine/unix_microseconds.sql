{#
    A timestamp (UTC) as microseconds since 1970-01-01, a bigint.

        {{ unix_microseconds("timestamp '1970-01-01 00:00:01'") }}  ->  1000000
#}
{% macro unix_microseconds(timestamp) -%}
    {{ return(adapter.dispatch('unix_microseconds', 'corate')(timestamp)) }}
{%- endmacro %}

{% macro default__unix_microseconds(timestamp) -%}
    {{ corate.no_version_for_engine('unix_microseconds') }}
{%- endmacro %}

{% macro duckdb__unix_microseconds(timestamp) -%}
    epoch_us({{ timestamp }})
{%- endmacro %}

{% macro spark__unix_microseconds(timestamp) -%}
    timestampdiff(microsecond, timestamp_ntz '1970-01-01 00:00:00', {{ timestamp }})
{%- endmacro %}
