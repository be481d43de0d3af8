{#
    A text whose letters are composed (Unicode's NFC): a letter and its accent as two characters become one, so that
    texts that look the same are the same.

        {{ composed_letters("'visualizac' || chr(807) || 'a' || chr(771) || 'o'") }}  ->  'visualização'
#}
{% macro composed_letters(text) -%}
    {{ return(adapter.dispatch('composed_letters', 'corate')(text)) }}
{%- endmacro %}

{% macro default__composed_letters(text) -%}
    {{ corate.no_version_for_engine('composed_letters') }}
{%- endmacro %}

{% macro duckdb__composed_letters(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}

{# Spark has no function for it, but comes with ICU, which does not take NULL. #}
{% macro spark__composed_letters(text) -%}
    case
        when {{ text }} is not null
            then java_method('com.ibm.icu.text.Normalizer', 'compose', coalesce({{ text }}, ''), false)
    end
{%- endmacro %}
