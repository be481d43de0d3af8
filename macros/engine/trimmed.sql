{#
    A text without the blanks around it: all that Unicode has for a space, also those that do not break, but no tabs.

        {{ trimmed("' a b '") }}  ->  'a b'
#}
{% macro trimmed(text) -%}
    {{ return(adapter.dispatch('trimmed', 'corate')(text)) }}
{%- endmacro %}

{% macro default__trimmed(text) -%}
    {{ corate.no_version_for_engine('trimmed') }}
{%- endmacro %}

{% macro duckdb__trimmed(text) -%}
    trim({{ text }})
{%- endmacro %}

{# trim alone takes away the blanks of a keyboard only. #}
{% macro spark__trimmed(text) -%}
    trim(
        both ' \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'
        from {{ text }}
    )
{%- endmacro %}
