{#
    The genres that MovieLens and MovieTweetings write in one field, as a list in ascending order, each once. What
    stands for none is none.

        'Comedy|Animation|'     ->  ['Animation', 'Comedy']
        '(no genres listed)'    ->  []
        'N/A'                   ->  []
#}
{% macro genre_list(genres) -%}
    {%- set none_words = [
        '(no genres listed)', 'no genres listed', 'n/a', 'na', 'none', 'null', 'nan', '\\n', '-', 'unknown',
    ] -%}
    {%- set plain = corate.regexp_all_replaced(corate.html_unescaped(genres), corate.blanks_pattern() ~ '+', ' ') -%}
    coalesce({{ corate.distinct_texts(corate.split_text(plain, '|'), none_words) }}, {{ corate.empty_text_list() }})
{%- endmacro %}
