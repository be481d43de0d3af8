{#
    The part of the data that an event belongs to, as an expression over the recipe's split, the
    cuts of the global time split (NULL: no such part), and the event's place from the end of its
    user's history (1 = the user's last event; NULL: not among the held-out ones).
    Ties at a cut go to the later part whole.

        split 'none'                                                    ->  'all'
        split 'global_time', rated_at = 30, cuts 30 and 40              ->  'valid'
        split 'leave_one_out', place_from_end 1                         ->  'test'
#}
{% macro assigned_split(split, rated_at, valid_starts_at, test_starts_at, place_from_end) -%}
    case
        when {{ split }} = 'none' then 'all'
        when {{ split }} = 'global_time' then
            case
                when {{ rated_at }} >= {{ test_starts_at }} then 'test'
                when {{ rated_at }} >= {{ valid_starts_at }} then 'valid'
                else 'train'
            end
        when {{ split }} = 'leave_one_out' then
            case {{ place_from_end }}
                when 1 then 'test'
                when 2 then 'valid'
                else 'train'
            end
    end
{%- endmacro %}
