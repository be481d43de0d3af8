{#
    How a bitmap of set similarity is laid out: so many columns `word_…`, of bits_of_word() bits each.
    2,016 bits in all were the quickest of 1,008, 2,016 and 4,032 at the size of MovieLens 20M
    (docs/decisions/0015).

        {{ bitmap_words() }}  ->  16
#}
{% macro bitmap_words() -%}
    {{ return(16) }}
{%- endmacro %}
