{#
    A text in which every match of a regular expression is replaced; groups are \\1, \\2, … as in
    regexp_replaced.

        {{ regexp_all_replaced("'1.234.567'", '[.]', '') }}  ->  '1234567'
#}
{% macro regexp_all_replaced(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_all_replaced', 'corate')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regexp_all_replaced(text, pattern, replacement) -%}
    {{ corate.no_version_for_engine('regexp_all_replaced') }}
{%- endmacro %}

{% macro duckdb__regexp_all_replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__regexp_all_replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ corate.spark_pattern(pattern) }}, {{ corate.spark_replacement(replacement) }})
{%- endmacro %}
