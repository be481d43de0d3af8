{#
    The values of an attribute as a list of texts: those of a cell that holds a list in brackets, as JSON or Python write
    it, or else the cell itself.

        {{ attribute_values("'[\"toys\", \"wood\"]'") }}  ->  ['toys', 'wood']
        {{ attribute_values("'[untitled] II'") }}         ->  ['[untitled] II']
#}
{% macro attribute_values(cell) -%}
    coalesce(
        case
            when {{ corate.trimmed(cell) }} like '[%'
                then coalesce({{ corate.python_text_list(cell) }}, {{ corate.json_elements(cell) }})
        end,
        {{ corate.list_of([cell]) }}
    )
{%- endmacro %}
