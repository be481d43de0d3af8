{#
    The first day of a month that month_number has numbered, a date.

        {{ first_day_of('23642') }}  ->  1970-03-01
#}
{% macro first_day_of(month_number) -%}
    make_date(
        cast({{ corate.whole_quotient(month_number, 12) }} as integer), cast({{ month_number }} % 12 + 1 as integer), 1
    )
{%- endmacro %}
