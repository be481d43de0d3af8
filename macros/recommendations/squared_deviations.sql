{#
    How far whole numbers are from their average: the sum of squares of that, from how many there are, their sum and the
    sum of their squares, which must be exact. To subtract two sums of squares would lose what nearly equal numbers
    differ by, and the square of a sum may have more than 38 digits: so the squares are taken from the whole number next
    to the average. Numbers that are off their average by less than a step are the same, but for how they were rounded.

        {{ squared_deviations(3, 6, 14) }}  ->  2 (of 1, 2 and 3)        {{ squared_deviations(3, 4, 6) }}  ->  0
#}
{% macro squared_deviations(numbers, total, squares, step=1) -%}
    {%- set whole = corate.exact_number(corate.whole_quotient(total, numbers)) -%}
    {%- set rest = '(' ~ total ~ ' - ' ~ whole ~ ' * ' ~ numbers ~ ')' -%}
    {%- set from_whole = squares ~ ' - ' ~ whole ~ ' * (' ~ total ~ ' + ' ~ rest ~ ')' -%}
    {%- set found -%}
        {{ corate.nearest_double('(' ~ from_whole ~ ')') }}
        - cast({{ rest }} as double) * cast({{ rest }} as double) / {{ numbers }}
    {%- endset -%}
    case when {{ found }} < {{ numbers }} * cast({{ step }} as double) * {{ step }} then 0 else {{ found }} end
{%- endmacro %}
