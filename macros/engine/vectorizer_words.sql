{#
    The words of a text in the order of the text, repeated ones included, as scikit-learn's vectorizers
    cut it by default: Python's lower case, then runs of at least two letters, digits or underscores.

        {{ vectorizer_words("'Kaggle: o 1º lugar, É AQUI'") }}  ->  ['kaggle', '1º', 'lugar', 'aqui']

    Marks are no letters, so they end a word. Two things Python's lower case does and DuckDB's does
    not: a capital sigma at the end of a word becomes ς, and İ becomes i and a dot above (a mark).
    All characters of Unicode 14, Python 3.11's, are cut alike by both: tests/macros goes through them.
#}
{% macro vectorizer_words(text) -%}
    {{ return(adapter.dispatch('vectorizer_words', 'corate')(text)) }}
{%- endmacro %}

{% macro default__vectorizer_words(text) -%}
    {{ corate.no_version_for_engine('vectorizer_words') }}
{%- endmacro %}

{% macro duckdb__vectorizer_words(text) -%}
    {#- Unicode's Cased, and its Case_Ignorable, in the categories of RE2 and what they leave out -#}
    {%- set cased -%}
        [\p{Lu}\p{Ll}\p{Lt}ªº\x{2160}-\x{217F}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}]
    {%- endset -%}
    {%- set ignorable -%}
        [\p{Mn}\p{Me}\p{Cf}\p{Lm}\p{Sk}''.:·\x{387}\x{55F}\x{5F4}‘’\x{2024}\x{2027}\x{FE13}\x{FE52}\x{FE55}\x{FF07}\x{FF0E}\x{FF1A}]
    {%- endset -%}
    {#- first the sigmas that a letter follows (twice: a match may end with the next sigma), then the final ones -#}
    {%- set before_letter = 'Σ(' ~ ignorable ~ '*' ~ cased ~ ')' -%}
    {%- set after_letter = '(' ~ cased ~ ignorable ~ '*)Σ' -%}
    {%- set once = "regexp_replace(" ~ text ~ ", '" ~ before_letter ~ "', 'σ\\1', 'g')" -%}
    {%- set twice = "regexp_replace(" ~ once ~ ", '" ~ before_letter ~ "', 'σ\\1', 'g')" -%}
    regexp_extract_all(
        lower(replace(regexp_replace({{ twice }}, '{{ after_letter }}', '\1ς', 'g'), 'İ', 'i̇')),
        '[\p{L}\p{N}_][\p{L}\p{N}_]+'
    )
{%- endmacro %}

{# The lower case of ICU is that of Python, final sigma and dotted capital included. #}
{% macro spark__vectorizer_words(text) -%}
    regexp_extract_all(lower({{ text }}), {{ corate.spark_pattern('[\\p{L}\\p{N}_][\\p{L}\\p{N}_]+') }}, 0)
{%- endmacro %}
