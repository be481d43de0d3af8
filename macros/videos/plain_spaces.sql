{#
    A text in lower case with single plain spaces and composed letters, for patterns: pages use no-break spaces as
    well, characters that cannot be seen, and letters whose accents are characters of their own.

        'Publicado em  3 de set. de 2018 '  ->  'publicado em 3 de set. de 2018'
#}
{% macro plain_spaces(text) -%}
    {%- set unseen = '[\\x{AD}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{2069}\\x{FEFF}]+' -%}
    {%- set seen = corate.regexp_all_replaced(corate.composed_letters(text), unseen, '') -%}
    {{ corate.trimmed(corate.lower_cased(corate.regexp_all_replaced(seen, corate.blanks_pattern() ~ '+', ' '))) }}
{%- endmacro %}
