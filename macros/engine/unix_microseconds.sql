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

{# timestampdiff reads both by the zone of the session, in which the hour of a spring night may not be. #}
{% macro spark__unix_microseconds(timestamp) -%}
    {%- set since_epoch = '(' ~ timestamp ~ " - timestamp_ntz '1970-01-01 00:00:00')" -%}
    {%- set parts = [] -%}
    {%- for part, microseconds in [('day', 86400000000), ('hour', 3600000000), ('minute', 60000000)] -%}
        {%- do parts.append('cast(extract(' ~ part ~ ' from ' ~ since_epoch ~ ') as bigint) * ' ~ microseconds) -%}
    {%- endfor -%}
    ({{ parts | join(' + ') }} + cast(extract(second from {{ since_epoch }}) * 1000000 as bigint))
{%- endmacro %}
