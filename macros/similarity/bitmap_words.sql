{#
    How a bitmap of set similarity is laid out: so many columns `word_…`, of so many bits each. 63, not
    64: no engine then has to do with a sign. 32 words were the quickest of 16, 32 and 64 at the size of
    MovieLens 20M (docs/decisions/0015).

        {{ bitmap_words() }}  ->  32
        {{ bits_of_word() }}  ->  63
#}
{% macro bitmap_words() -%}
    {{ return(32) }}
{%- endmacro %}

{# As above. #}
{% macro bits_of_word() -%}
    {{ return(63) }}
{%- endmacro %}
