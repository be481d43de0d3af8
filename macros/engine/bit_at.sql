{#
    A whole number of which one bit is set: 2 to the power of `position`, from 0 to bits_of_word() - 1.

        {{ bit_at('3') }}  ->  8
#}
{% macro bit_at(position) -%}
    {{ return(adapter.dispatch('bit_at', 'corate')(position)) }}
{%- endmacro %}

{% macro default__bit_at(position) -%}
    {{ corate.no_version_for_engine('bit_at') }}
{%- endmacro %}

{% macro duckdb__bit_at(position) -%}
    (cast(1 as hugeint) << cast({{ position }} as hugeint))
{%- endmacro %}
