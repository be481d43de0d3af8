{#
    A text of a table that a program in Python wrote, NULL where nothing is known: a missing value is
    written as nothing, or as the word that Python, pandas or a database prints for it.

        {{ known_text("' fill-mask '") }}  ->  'fill-mask'
        {{ known_text("'nan'") }}          ->  NULL
#}
{% macro known_text(text) -%}
    case
        -- as they are written, for there are models of the type `nat`
        when {{ corate.trimmed(text) }} not in (
            '', 'nan', 'NaN', 'None', 'none', 'NaT', '<NA>', 'NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL',
            {{ corate.text_literal('\\N') }}
        ) then {{ corate.trimmed(text) }}
    end
{%- endmacro %}
