{#
    A time that was delivered as text, as a timestamp (UTC): a number is a unix time in seconds or
    milliseconds (see timestamp_from_unix), anything else an ISO 8601 date or time, which is UTC
    where it names no zone. NULL where it is neither, or no zone is so far from UTC (14 hours), or has a name.
    Landing takes the same (ingest/columns.py).

        {{ timestamp_from_text("'1394323200.0'") }}               ->  2014-03-09 00:00:00
        {{ timestamp_from_text("'2014-03-09T02:00:00+02:00'") }}  ->  2014-03-09 00:00:00
        {{ timestamp_from_text("'2014-03-09 00:00:00 UTC'") }}    ->  2014-03-09 00:00:00
        {{ timestamp_from_text("'yesterday'") }}                  ->  NULL
        {{ timestamp_from_text("'2014-03-09 00:00:00 CET'") }}    ->  NULL
#}
{% macro timestamp_from_text(text) -%}
    {{ return(adapter.dispatch('timestamp_from_text', 'corate')(text)) }}
{%- endmacro %}

{% macro default__timestamp_from_text(text) -%}
    {{ corate.no_version_for_engine('timestamp_from_text') }}
{%- endmacro %}

{% macro duckdb__timestamp_from_text(text) -%}
    case
        -- for DuckDB 1_000 is a number, and +-5
        when contains({{ text }}, '_') or starts_with({{ text }}, '+-') then null
        when try_cast({{ text }} as double) is not null
            then {{ corate.timestamp_from_unix('try_cast(' ~ text ~ ' as double)') }}
        -- DuckDB takes any hours and minutes for a zone
        when regexp_matches(
            {{ text }}, ':\d{2}([.]\d+)?\s*[+-](1[5-9]|[2-9]\d|14:?(0[1-9]|[1-9])|\d{2}:?[6-9])'
        ) then null
        -- a cast to timestamp would leave the zone out of account
        when regexp_matches({{ text }}, ':\d{2}([.]\d+)?\s*(Z|UTC|[+-]\d{2}(:?\d{2})?)$')
            -- DuckDB knows zones without blanks before them, and `Z` or hours and minutes with a colon
            then make_timestamp(epoch_us(try_cast(regexp_replace(
                replace(regexp_replace({{ text }}, '\s+([+-]\d{2}|Z|UTC)', '\1'), 'UTC', 'Z'),
                '([+-]\d{2})(\d{2})$', '\1:\2'
            ) as timestamptz)))
        -- nor does it know zones by their names, and passes over those of three letters; epoch is a word to it
        when regexp_matches({{ text }}, '[A-SU-Za-z]|(^|[^0-9])T|T([^0-9]|$)') then null
        else try_cast({{ text }} as timestamp)
    end
{%- endmacro %}

{# Spark's own casts take 2014 and yesterday for times, and read zones by that of the session. #}
{% macro spark__timestamp_from_text(text) -%}
    {%- set number = corate.spark_pattern('^\\s*[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?\\s*$') -%}
    {%- set form = corate.spark_pattern(
        '^\\s*([0-9]{4,6})[-/ ]([0-9]{1,2})[-/ ]([0-9]{1,2})'
        ~ '(?:(?:T| +)([0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:[.][0-9]+)?)?)'
        ~ '\\s*(?:Z|UTC|([+-])(0[0-9]|1[0-3]|14(?=$|:?00))(?::?([0-5][0-9]))?)?)?$'
    ) -%}
    {%- set minutes = [] -%}
    {%- for group, factor in [(6, 60), (7, 1)] -%}
        {%- do minutes.append(
            'coalesce(try_cast(regexp_extract(written, ' ~ form ~ ', 5) || regexp_extract(written, ' ~ form
            ~ ', ' ~ group ~ ') as integer), 0) * ' ~ factor
        ) -%}
    {%- endfor -%}
    {%- set time -%}
        case
            when written rlike {{ number }} then {{ corate.timestamp_from_unix('try_cast(written as double)') }}
            when written rlike {{ form }} then timestampadd(
                minute,
                -({{ minutes | join(' + ') }}),
                try_cast(regexp_replace(written, {{ form }}, '$1-$2-$3 $4') as timestamp_ntz)
            )
        end
    {%- endset -%}
    {{ corate.with_value('written', text, time) }}
{%- endmacro %}
