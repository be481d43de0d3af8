{#
    What a group of a regular expression matches in a text; NULL where nothing matches.

        {{ regexp_group("'Heat (1995)'", '\\((\\d{4})\\)\\s*$', 1) }}  ->  '1995'
#}
{% macro regexp_group(text, pattern, group) -%}
    {{ return(adapter.dispatch('regexp_group', 'corate')(text, pattern, group)) }}
{%- endmacro %}

{% macro default__regexp_group(text, pattern, group) -%}
    {{ corate.no_version_for_engine('regexp_group') }}
{%- endmacro %}

{% macro duckdb__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{% macro spark__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, {{ corate.spark_pattern(pattern) }}, {{ group }}), '')
{%- endmacro %}
