{#
    A unix time as a timestamp (UTC). Numbers below 1e11 are seconds (until the year 5138), others
    are milliseconds (from March 1973): sources use both, and no rating is so old or so far ahead
    that the two could be confused. NULL stays NULL.

        {{ timestamp_from_unix('1394323200') }}     ->  2014-03-09 00:00:00
        {{ timestamp_from_unix('1394323200500') }}  ->  2014-03-09 00:00:00.5
#}
{% macro timestamp_from_unix(number) -%}
    {{ return(adapter.dispatch('timestamp_from_unix', 'corate')(number)) }}
{%- endmacro %}

{% macro default__timestamp_from_unix(number) -%}
    {{ corate.no_version_for_engine('timestamp_from_unix') }}
{%- endmacro %}

{% macro duckdb__timestamp_from_unix(number) -%}
    make_timestamp(cast(
        {{ number }} * cast(case when abs({{ number }}) < 100000000000 then 1000000 else 1000 end as bigint)
        as bigint
    ))
{%- endmacro %}
