{#
    A text of a table that a program in Python wrote, NULL where nothing is known: a missing value is
    written as nothing, or as the word that Python or pandas prints for it.

        {{ known_text("' fill-mask '") }}  ->  'fill-mask'
        {{ known_text("'nan'") }}          ->  NULL
#}
{% macro known_text(text) -%}
    case when trim({{ text }}) not in ('', 'nan', 'NaN', 'None', 'NaT', '<NA>') then trim({{ text }}) end
{%- endmacro %}
