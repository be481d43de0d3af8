{#
    A text as SQL writes it, where it may hold quotes or backslashes.

        {{ text_literal("it's \\N") }}  ->  'it''s \N', and on an engine that escapes by backslashes 'it''s \\N'
#}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'corate')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    {{ corate.no_version_for_engine('text_literal') }}
{%- endmacro %}

{% macro duckdb__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    '{{ text | replace("\\", "\\\\") | replace("'", "''") }}'
{%- endmacro %}
