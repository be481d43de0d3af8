{#
    A text in lower case with single plain spaces, for patterns: pages use no-break spaces as well.

        'Publicado em  3 de set. de 2018 '  ->  'publicado em 3 de set. de 2018'
#}
{% macro plain_spaces(text) -%}
    trim(lower({{ regexp_all_replaced(text, '[\s\p{Z}]+', ' ') }}))
{%- endmacro %}
