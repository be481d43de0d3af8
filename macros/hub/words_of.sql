{#
    The words of a text: lower case, punctuation out (the 32 marks of ASCII, so that "bert-base" becomes
    one word), cut at every blank. Between two blanks there is a word of no letters: leave it out.

        {{ words_of("'BERT-base,  cased'") }}  ->  ['bertbase', '', 'cased']
#}
{% macro words_of(text) -%}
    {%- set blanks = [9, 10, 11, 12, 13, 133, 160, 8195, 8239, 12288] -%}
    {%- set marks = [corate.text_literal('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~' ~ "'")] -%}
    {%- for blank in blanks | reverse -%}
        {%- do marks.insert(0, corate.character(blank)) -%}
    {%- endfor -%}
    {%- set from = marks | join(' || ') -%}
    {#- translate puts a blank for each of the first and nothing for the rest -#}
    {{ corate.split_text("translate(" ~ corate.lower_cased(text) ~ ", " ~ from ~ ", '" ~ ' ' * (blanks | length) ~ "')", ' ') }}
{%- endmacro %}
