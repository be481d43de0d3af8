{#
    The month of a time as one number, for numbers are grouped several times as fast as dates; NULL for NULL.

        {{ month_number("timestamp '1970-03-01 12:00:00'") }}  ->  23642, which is 1970 * 12 + 2
#}
{% macro month_number(time) -%}
    cast(extract(year from {{ time }}) * 12 + extract(month from {{ time }}) - 1 as integer)
{%- endmacro %}
