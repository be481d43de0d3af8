{#
    A text cut at a separator (a literal, not a pattern) into a list of texts.

        {{ split_text("'Drama|War'", '|') }}  ->  ['Drama', 'War']
#}
{% macro split_text(text, separator) -%}
    {{ return(adapter.dispatch('split_text', 'corate')(text, separator)) }}
{%- endmacro %}

{% macro default__split_text(text, separator) -%}
    {{ corate.no_version_for_engine('split_text') }}
{%- endmacro %}

{% macro duckdb__split_text(text, separator) -%}
    string_split({{ text }}, '{{ separator }}')
{%- endmacro %}

{% macro spark__split_text(text, separator) -%}
    split({{ text }}, '\\Q{{ separator }}\\E')
{%- endmacro %}
