{#
    A whole number from 0 to 2^64 - 1 that depends on the bytes of a text and on nothing else: half
    of its MD5, in a type whose sum over any table does not overflow. The engine's own hash
    function is faster, but differs between versions.

        {{ text_hash("'a'") }}  ->  7000413967451013937
#}
{% macro text_hash(text) -%}
    {{ return(adapter.dispatch('text_hash', 'corate')(text)) }}
{%- endmacro %}

{% macro default__text_hash(text) -%}
    {{ corate.no_version_for_engine('text_hash') }}
{%- endmacro %}

{% macro duckdb__text_hash(text) -%}
    md5_number_lower({{ text }})
{%- endmacro %}

{# Of the digits read backwards those of each byte change places. #}
{% macro spark__text_hash(text) -%}
    cast(conv(regexp_replace(reverse(right(md5({{ text }}), 16)), '(.)(.)', '$2$1'), 16, 10) as decimal(20, 0))
{%- endmacro %}
