{#
    The first three steps, as an expression over the columns of a recipe and of an event of its dataset:
    duplicates, then the minimum rating, then, where events are split by time, those without one. NULL for what goes
    on to the core.

        duplicate_policy 'last', min_rating 4; rating 3, is_last_of_pair  ->  'minimum_rating'
#}
{% macro dropped_before_core(recipes, events) -%}
    case
        when {{ recipes }}.duplicate_policy = 'last' and not {{ events }}.is_last_of_pair then 'duplicates'
        when {{ recipes }}.duplicate_policy = 'first' and not {{ events }}.is_first_of_pair then 'duplicates'
        -- an event without a rating cannot show that it reaches the minimum
        when {{ recipes }}.min_rating is not null and coalesce({{ events }}.rating < {{ recipes }}.min_rating, true)
            then 'minimum_rating'
        -- nobody can say on which side of a cut it lies
        when {{ recipes }}.split = 'global_time' and {{ events }}.rated_at is null then 'no_time'
    end
{%- endmacro %}
