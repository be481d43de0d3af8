{#
    The part of the data that an event belongs to, as an expression over the event (split_method, rated_at,
    source_row), the cuts of its recipe and the held-out events of its user: rows of split_starts, or none.
    Ties at a cut go to the later part whole.

        split_method 'none'                                                    ->  'all'
        split_method 'global_time', rated_at = 30, starts at 30 and 40         ->  'valid'
        split_method 'leave_one_out', source_row 7, test_row 7                 ->  'test'
#}
{% macro assigned_split(events, cuts, held_out) -%}
    case
        when {{ events }}.split_method = 'none' then 'all'
        when {{ events }}.rated_at >= {{ cuts }}.test_starts_at then 'test'
        when {{ events }}.rated_at >= {{ cuts }}.valid_starts_at then 'valid'
        when {{ events }}.source_row = {{ held_out }}.test_row then 'test'
        when {{ events }}.source_row = {{ held_out }}.valid_row then 'valid'
        else 'train'
    end
{%- endmacro %}
