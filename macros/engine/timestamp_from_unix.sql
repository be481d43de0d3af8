{#
    A unix time as a timestamp (UTC), as landing takes it (ingest/columns.py): seconds from 1970 to
    2099, or milliseconds from 1990 to 2099. Sources use both. NULL for any other number: what is
    between the two would be a far year in seconds, or an old one in milliseconds. Seconds before 1970,
    which landing takes for none, are told from them by their sign.

        {{ timestamp_from_unix('1394323200') }}     ->  2014-03-09 00:00:00
        {{ timestamp_from_unix('1394323200500') }}  ->  2014-03-09 00:00:00.5
        {{ timestamp_from_unix('253402300799') }}   ->  NULL
#}
{% macro timestamp_from_unix(number) -%}
    {{ return(adapter.dispatch('timestamp_from_unix', 'corate')(number)) }}
{%- endmacro %}

{% macro default__timestamp_from_unix(number) -%}
    {{ corate.no_version_for_engine('timestamp_from_unix') }}
{%- endmacro %}

{% macro duckdb__timestamp_from_unix(number) -%}
    make_timestamp(cast(
        {{ number }} * cast(
            case
                when abs({{ number }}) < 4102444800 then 1000000
                when {{ number }} >= 631152000000 and {{ number }} < 4102444800000 then 1000
            end as bigint
        )
        as bigint
    ))
{%- endmacro %}

{# Without a function that knows the zone of the session. A cast to a whole number would cut off, not round. #}
{% macro spark__timestamp_from_unix(number) -%}
    timestampadd(
        microsecond,
        {{ corate.rounded_number(
            number ~ ' * case when abs(' ~ number ~ ') < 4102444800 then 1000000'
            ~ ' when ' ~ number ~ ' >= 631152000000 and ' ~ number ~ ' < 4102444800000 then 1000 end'
        ) }},
        timestamp_ntz '1970-01-01 00:00:00'
    )
{%- endmacro %}
