{#
    The list that a cell of a protocol names, for those who are to stay or, after `not `, to go.

        {{ list_of_cell("'not bots'") }}  ->  bots
#}
{% macro list_of_cell(cell) -%}
    {{ corate.regexp_replaced(cell, '^not +', '') }}
{%- endmacro %}
