{#
    A list of texts of a table that a program in Python wrote: what it, numpy or JSON has for a list, or one bare
    text that stands for a list of one. NULL where nothing is known, and where it is a list (or
    another collection) that cannot be read as one of texts; see macros/engine/python_text_list.

        {{ known_list("'[''wikipedia'', None]'") }}  ->  ['wikipedia']
        {{ known_list("'wikipedia'") }}             ->  ['wikipedia']
        {{ known_list("'[[''wikipedia'']]'") }}       ->  NULL
        {{ known_list("'nan'") }}                   ->  NULL
#}
{% macro known_list(text) -%}
    case
        when left({{ corate.trimmed(text) }}, 1) in ('[', '(', '{') then {{ corate.python_text_list(text) }}
        when {{ text }} like 'array(%'
            then {{ corate.python_text_list(corate.regexp_group(text, '(?s)^array[(](.*?)(?:, dtype=[^\\]]*)?[)]$', 1)) }}
        when {{ corate.known_text(text) }} is not null then {{ corate.list_of([corate.known_text(text)]) }}
    end
{%- endmacro %}
