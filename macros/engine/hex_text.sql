{#
    The last 64 bits of a whole number that is not negative, as 16 hexadecimal digits.

        {{ hex_text('255') }}  ->  '00000000000000ff'
#}
{% macro hex_text(number) -%}
    {{ return(adapter.dispatch('hex_text', 'corate')(number)) }}
{%- endmacro %}

{% macro default__hex_text(number) -%}
    {{ corate.no_version_for_engine('hex_text') }}
{%- endmacro %}

{% macro duckdb__hex_text(number) -%}
    printf('%016x', cast({{ number }} % 18446744073709551616 as ubigint))
{%- endmacro %}

{% macro spark__hex_text(number) -%}
    lower(lpad(conv(cast({{ number }} % 18446744073709551616 as string), 10, 16), 16, '0'))
{%- endmacro %}
