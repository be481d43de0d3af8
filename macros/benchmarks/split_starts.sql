{#
    Where valid and test start, as CTEs that end in one of this name, over a relation of recipes
    (recipe_key, valid_fraction, test_fraction) and two of events (recipe_key, source_row, user_key, rated_at): those
    of recipes that split by global time, and those of recipes that leave one out.

    Global time: one row a recipe. With n events in time order, valid starts at the time of event number
    floor(n * (1 - v - t)) and test at that of event number floor(n * (1 - t)), counted from 0. A cut that would lie
    behind the last event is NULL. With each cut the number of events that have its very time. Sorting all times to
    read two of them is the slow way: the days are counted first, and only the events of the days that hold a cut
    are put in order.

        times 10, 20, 20, 30, 40 with fractions 0.2 and 0.2  ->  cuts at events 3 and 4: 30 and 40

    Leave one out: one row a user with at least 3 events, with the rows of the last event (test) and of the one
    before it (valid). Users with fewer keep all of theirs in train.

        u1: a, b, c, d  u2: a, b  ->  (u1, valid_row c, test_row d)
#}
{% macro split_starts(recipes, timed_events, events_to_leave_out) %}
    days as (
        select
            recipe_key,
            date_trunc('day', rated_at) as rated_on,
            count(*) as interactions
        from {{ timed_events }}
        group by
            recipe_key,
            date_trunc('day', rated_at)
    ),

    count_days as (
        select
            recipe_key,
            rated_on,
            interactions,
            sum(interactions) over (partition by recipe_key order by rated_on nulls last) - interactions as events_before,
            sum(interactions) over (partition by recipe_key) as recipe_events
        from days
    ),

    locate_cuts as (
        select
            count_days.recipe_key,
            count_days.rated_on,
            count_days.interactions,
            -- positions within the day, from 0
            floor(count_days.recipe_events * (1 - {{ recipes }}.valid_fraction - {{ recipes }}.test_fraction))
            - count_days.events_before as valid_position,
            floor(count_days.recipe_events * (1 - {{ recipes }}.test_fraction))
            - count_days.events_before as test_position
        from count_days
        inner join {{ recipes }} on {{ recipes }}.recipe_key = count_days.recipe_key
    ),

    days_with_a_cut as (
        select
            recipe_key,
            rated_on,
            valid_position,
            test_position
        from locate_cuts
        where
            (valid_position >= 0 and valid_position < interactions)
            or (test_position >= 0 and test_position < interactions)
    ),

    order_events_of_the_day as (
        select
            {{ timed_events }}.recipe_key,
            {{ timed_events }}.rated_at,
            days_with_a_cut.valid_position,
            days_with_a_cut.test_position,
            row_number() over (
                partition by {{ timed_events }}.recipe_key, days_with_a_cut.rated_on
                order by {{ timed_events }}.rated_at nulls last
            ) - 1 as position
        from {{ timed_events }}
        inner join days_with_a_cut
            on
                days_with_a_cut.recipe_key = {{ timed_events }}.recipe_key
                and days_with_a_cut.rated_on = date_trunc('day', {{ timed_events }}.rated_at)
    ),

    read_cuts as (
        select
            recipe_key,
            max(case when position = valid_position then rated_at end) as valid_starts_at,
            max(case when position = test_position then rated_at end) as test_starts_at
        from order_events_of_the_day
        group by recipe_key
    ),

    number_from_the_end as (
        select
            recipe_key,
            user_key,
            source_row,
            row_number() over (
                partition by recipe_key, user_key
                order by rated_at desc nulls last, source_row desc
            ) as place_from_end,
            count(*) over (partition by recipe_key, user_key) as user_events
        from {{ events_to_leave_out }}
    ),

    split_starts as (
        select
            read_cuts.recipe_key,
            cast(null as bigint) as user_key,
            read_cuts.valid_starts_at,
            read_cuts.test_starts_at,
            {% for split in ['valid', 'test'] %}
            cast(sum(
                case when order_events_of_the_day.rated_at = read_cuts.{{ split }}_starts_at then 1 else 0 end
            ) as bigint) as {{ split }}_events_at_cut,
            {% endfor %}
            cast(null as bigint) as valid_row,
            cast(null as bigint) as test_row
        from read_cuts
        inner join order_events_of_the_day on order_events_of_the_day.recipe_key = read_cuts.recipe_key
        group by
            read_cuts.recipe_key,
            read_cuts.valid_starts_at,
            read_cuts.test_starts_at
        union all
        select
            recipe_key,
            user_key,
            cast(null as timestamp) as valid_starts_at,
            cast(null as timestamp) as test_starts_at,
            cast(null as bigint) as valid_events_at_cut,
            cast(null as bigint) as test_events_at_cut,
            max(case when place_from_end = 2 then source_row end) as valid_row,
            max(case when place_from_end = 1 then source_row end) as test_row
        from number_from_the_end
        where
            place_from_end <= 2
            and user_events >= 3
        group by
            recipe_key,
            user_key
    )
{% endmacro %}
