{#
    The sum of whole numbers of up to 64 bits, in a type that holds 30 digits or more. An aggregate function.

        select recipe_key, {{ exact_sum('place * interactions') }} from places group by recipe_key
#}
{% macro exact_sum(value) -%}
    {{ return(adapter.dispatch('exact_sum', 'corate')(value)) }}
{%- endmacro %}

{% macro default__exact_sum(value) -%}
    {{ corate.no_version_for_engine('exact_sum') }}
{%- endmacro %}

{% macro duckdb__exact_sum(value) -%}
    sum({{ value }})
{%- endmacro %}

{# A sum of bigint is a bigint, and stops the query when it passes 64 bits. #}
{% macro spark__exact_sum(value) -%}
    sum(cast({{ value }} as decimal(20, 0)))
{%- endmacro %}
