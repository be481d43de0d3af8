{#
    A text in lower case, character by character.

        {{ lower_cased("'ΟΔΟΣ İ'") }}  ->  'οδοσ i'
#}
{% macro lower_cased(text) -%}
    {{ return(adapter.dispatch('lower_cased', 'corate')(text)) }}
{%- endmacro %}

{% macro default__lower_cased(text) -%}
    {{ corate.no_version_for_engine('lower_cased') }}
{%- endmacro %}

{% macro duckdb__lower_cased(text) -%}
    lower({{ text }})
{%- endmacro %}

{# Spark would write a sigma at the end of a word as ς, and a dotted I as two characters. #}
{% macro spark__lower_cased(text) -%}
    lower(translate({{ text }}, 'Σİ', 'σi'))
{%- endmacro %}
