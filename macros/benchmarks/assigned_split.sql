{#
    The part of the data that an event belongs to, as an expression over the event (split_method, given_part, fold,
    split_time, split_place), the cuts of its recipe and those of its user: rows of split_starts, or none.
    Ties at a cut of all users go to the later part whole.

        split_method 'none'                                                    ->  'all'
        split_method 'global_time', split_time 30, starts at 30 and 40         ->  'valid'
        split_method 'leave_one_out', split_place 7, test_place 7              ->  'test'
        split_method 'given', given_part '2', fold 2                           ->  'test'
#}
{% macro assigned_split(events, cuts, held_out) -%}
    case
        when {{ events }}.split_method = 'none' then 'all'
        when {{ events }}.split_method = 'given'
            then
                case
                    when {{ events }}.fold is null then {{ events }}.given_part
                    when {{ events }}.given_part = cast({{ events }}.fold as {{ dbt.type_string() }}) then 'test'
                    else 'train'
                end
        {% for part in ['test', 'valid'] %}
        when {{ events }}.split_time >= {{ cuts }}.{{ part }}_starts_at then '{{ part }}'
        when {{ events }}.split_place >= {{ cuts }}.{{ part }}_place then '{{ part }}'
        when {{ events }}.split_time > {{ held_out }}.{{ part }}_starts_at then '{{ part }}'
        when
            {{ events }}.split_place >= {{ held_out }}.{{ part }}_place
            and coalesce(
                {{ events }}.split_time = {{ held_out }}.{{ part }}_starts_at,
                {{ events }}.split_time is null and {{ held_out }}.{{ part }}_starts_at is null
            )
            then '{{ part }}'
        -- events without a time come before those that have one
        when
            {{ events }}.split_time is not null
            and {{ held_out }}.{{ part }}_starts_at is null
            and {{ held_out }}.{{ part }}_place is not null
            then '{{ part }}'
        {% endfor %}
        else 'train'
    end
{%- endmacro %}
