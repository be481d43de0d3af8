{#
    The steps before the core, as an expression over the columns of a recipe, of an event of its dataset, and of
    int_filtered_interactions, which says what needs a look at other events: duplicates, then the minimum rating, then,
    where events are split by time, or as the file says, those without a time or a part, the period, and what else is
    filtered. NULL for what goes on to the core.

        duplicate_policy 'last', min_rating 4; rating 3, is_last_of_pair  ->  'minimum_rating'
#}
{% macro dropped_before_core(recipes, events, filtered) -%}
    case
        when {{ corate.is_duplicate(recipes, events) }} then 'duplicates'
        -- an event without a rating cannot show that it reaches the minimum
        when {{ recipes }}.min_rating is not null and coalesce({{ events }}.rating < {{ recipes }}.min_rating, true)
            then 'minimum_rating'
        when {{ filtered }}.dropped_at_step = 'minimum_rating' then 'minimum_rating'
        -- nobody can say on which side of a cut it lies
        when {{ corate.is_split(recipes ~ '.split', 'times') }} and {{ events }}.rated_at is null then 'no_time'
        when {{ recipes }}.split = 'given' and {{ events }}.given_part is null then 'no_part'
        when {{ recipes }}.rated_from is not null and coalesce({{ events }}.rated_at < {{ recipes }}.rated_from, true)
            then 'period'
        when {{ recipes }}.rated_before is not null and coalesce({{ events }}.rated_at >= {{ recipes }}.rated_before, true)
            then 'period'
        else {{ filtered }}.dropped_at_step
    end
{%- endmacro %}

{#
    Whether an event is one too many of its user and item, as a condition over the columns of a recipe and of the event.
#}
{% macro is_duplicate(recipes, events) -%}
    (
        {{ recipes }}.duplicate_policy = 'last' and not {{ events }}.is_last_of_pair
        or {{ recipes }}.duplicate_policy = 'first' and not {{ events }}.is_first_of_pair
    )
{%- endmacro %}
