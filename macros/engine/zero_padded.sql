{#
    A whole number as text with at least so many digits. (`lpad` would cut longer numbers.)

        {{ zero_padded('114709', 7) }}  ->  '0114709'
#}
{% macro zero_padded(number, digits) -%}
    {{ return(adapter.dispatch('zero_padded', 'corate')(number, digits)) }}
{%- endmacro %}

{% macro default__zero_padded(number, digits) -%}
    {{ corate.no_version_for_engine('zero_padded') }}
{%- endmacro %}

{% macro duckdb__zero_padded(number, digits) -%}
    printf('%0{{ digits }}d', {{ number }})
{%- endmacro %}

{# format_string writes null for NULL. #}
{% macro spark__zero_padded(number, digits) -%}
    case when {{ number }} is not null then format_string('%0{{ digits }}d', {{ number }}) end
{%- endmacro %}
