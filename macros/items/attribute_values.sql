{#
    The values of an attribute as a list of texts: those of a cell that holds a list in brackets, as JSON, Python or
    `--list-separator` have it, or else the cell itself.

        {{ attribute_values("'[\"toys\", \"wood\"]'") }}  ->  ['toys', 'wood']
        {{ attribute_values("'[untitled] II'") }}          ->  ['[untitled] II']
#}
{% macro attribute_values(cell) -%}
    coalesce(
        case when {{ cell }} like '[%' then {{ corate.python_text_list(cell) }} end,
        {{ corate.list_of([cell]) }}
    )
{%- endmacro %}
