{#
    What makes an event the one that it is, as whole numbers for numbers_fingerprint: rating in
    millionths, time in microseconds, and the place in the file, which decides between events of
    the same time.

        numbers_fingerprint(['user_index', 'item_index'] + event_numbers())
#}
{% macro event_numbers() -%}
    {{ return([
        corate.rounded_number('rating * 1000000'),
        corate.unix_microseconds('rated_at'),
        'source_row',
    ]) }}
{%- endmacro %}
