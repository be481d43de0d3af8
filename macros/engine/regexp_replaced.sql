{#
    A text in which the first match of a regular expression is replaced. Engines write the groups of
    the replacement differently ($1 or \\1): here they are \\1, \\2, …

        {{ regexp_replaced("'Matrix, The'", '^(.+), (The)$', '\\2 \\1') }}  ->  'The Matrix'
#}
{% macro regexp_replaced(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_replaced', 'corate')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regexp_replaced(text, pattern, replacement) -%}
    {{ corate.no_version_for_engine('regexp_replaced') }}
{%- endmacro %}

{% macro duckdb__regexp_replaced(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{# Spark replaces every match: what stands before the first one belongs to it, too, so that there is no second. #}
{% macro spark__regexp_replaced(text, pattern, replacement) -%}
    regexp_replace(
        {{ text }},
        {{ corate.spark_pattern('\\A((?s:.*?))(?:' ~ pattern ~ ')') }},
        {{ corate.spark_replacement('\\0' ~ replacement, groups_before=1) }}
    )
{%- endmacro %}
