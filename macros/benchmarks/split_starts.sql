{#
    Where valid and test start, as CTEs that end in one of this name, over a relation of recipes (recipe_key, split and
    what it needs) and two of events (recipe_key, split_method, user_key, rated_at, split_time, split_place): those of
    recipes that split by global time, and those of recipes that divide each user's events.

    Global time: one row a recipe. With n events in time order, valid starts at the time of event number
    floor(n * (1 - v - t)) and test at that of event number floor(n * (1 - t)), counted from 0. A cut that would lie
    behind the last event is NULL. With each cut the number of events that have its very time. Sorting all times to
    read two of them is the slow way: the days are counted first, and only the events of the days that hold a cut
    are put in order.

        times 10, 20, 20, 30, 40 with fractions 0.2 and 0.2  ->  cuts at events 3 and 4: 30 and 40

    Two days that the recipe names, a share of all events by chance, and folds: one row a recipe, too, which no event
    is read for.

    All others: one row a user of whom something is held out, with the place of the first event of valid and of test.

    - The last k events of a user are test, and the k before them valid. Users with fewer than 2 k + 1 keep all of
      theirs in train.
    - The last share of a user's events, in time or by chance: with n events, test starts with event number
      floor(n * (1 - t)), counted from 0, and valid with number floor(n * (1 - v - t)), but the first event of each user
      is train.
    - New users: who has the first event on or after a day is test, or valid, as a whole.
    - Sessions: events of a user with no gap of more than so many minutes. With n sessions in the order in which they
      start, test has those that start when session number floor(n * (1 - t)) does, or later, and valid likewise.

        u1: a, b, c, d  u2: a, b  leave one out  ->  (u1, valid_place c, test_place d)
#}
{% macro split_starts(recipes, timed_events, user_events) %}
    {% set shares = {
        'valid': '(1 - ' ~ recipes ~ '.valid_fraction - ' ~ recipes ~ '.test_fraction)',
        'test': '(1 - ' ~ recipes ~ '.test_fraction)',
    } %}
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

    number_events as (
        select
            recipe_key,
            split_method,
            user_key,
            split_time,
            split_place,
            row_number() over (
                partition by recipe_key, user_key
                order by split_time nulls first, split_place
            ) as place,
            count(*) over (partition by recipe_key, user_key) as user_events
        from {{ user_events }}
    ),

    -- a session starts with the first event of a user, and with each after a gap
    look_back as (
        select
            number_events.*,
            {{ recipes }}.session_minutes,
            lag(number_events.split_time) over (
                partition by number_events.recipe_key, number_events.user_key
                order by number_events.place
            ) as last_time
        from number_events
        inner join {{ recipes }} on {{ recipes }}.recipe_key = number_events.recipe_key
        where number_events.split_method = 'session'
    ),

    session_starts as (
        select
            look_back.recipe_key,
            look_back.user_key,
            look_back.split_time,
            look_back.split_place,
            row_number() over (partition by look_back.recipe_key order by look_back.split_time nulls last) - 1 as position,
            count(*) over (partition by look_back.recipe_key) as sessions
        from look_back
        where
            last_time is null
            or {{ corate.unix_microseconds('split_time') }} - {{ corate.unix_microseconds('last_time') }}
            > cast(session_minutes as bigint) * 60000000
    ),

    -- of sessions that start at one time, all are in the later part
    session_parts as (
        select
            session_starts.recipe_key,
            session_starts.user_key,
            session_starts.split_time,
            session_starts.split_place,
            {% for part, share in shares.items() %}
            max(
                case when session_starts.position >= floor(session_starts.sessions * {{ share }}) then 1 else 0 end
            ) over (partition by session_starts.recipe_key, session_starts.split_time) = 1 as is_{{ part }}{{ ',' if not loop.last }}
            {% endfor %}
        from session_starts
        inner join {{ recipes }} on {{ recipes }}.recipe_key = session_starts.recipe_key
    ),

    number_sessions as (
        select
            recipe_key,
            user_key,
            split_time,
            split_place,
            {% for part in shares %}
            is_{{ part }}
            and row_number() over (partition by recipe_key, user_key, is_{{ part }} order by split_time) = 1
                as is_{{ part }}_start{{ ',' if not loop.last }}
            {% endfor %}
        from session_parts
    ),

    -- whether an event is the first of its user that is in a part or in a later one
    mark_starts as (
        select
            recipe_key,
            user_key,
            split_time,
            split_place,
            is_valid_start,
            is_test_start
        from number_sessions
        union all
        select
            number_events.recipe_key,
            number_events.user_key,
            number_events.split_time,
            number_events.split_place,
            {% for part, share in shares.items() %}
            case
                when number_events.split_method in ('leave_one_out', 'leave_last_k')
                    then
                        number_events.user_events > 2 * {{ recipes }}.held_out_events
                        and number_events.place
                        = number_events.user_events + 1 - {{ 2 if part == 'valid' else 1 }} * {{ recipes }}.held_out_events
                when number_events.split_method = 'new_users'
                    then number_events.place = 1 and number_events.split_time >= {{ recipes }}.{{ part }}_starts_at
                else number_events.place = greatest(2, floor(number_events.user_events * {{ share }}) + 1)
            end as is_{{ part }}_start{{ ',' if not loop.last }}
            {% endfor %}
        from number_events
        inner join {{ recipes }} on {{ recipes }}.recipe_key = number_events.recipe_key
        where number_events.split_method <> 'session'
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
            cast(null as bigint) as valid_place,
            cast(null as bigint) as test_place
        from read_cuts
        inner join order_events_of_the_day on order_events_of_the_day.recipe_key = read_cuts.recipe_key
        group by
            read_cuts.recipe_key,
            read_cuts.valid_starts_at,
            read_cuts.test_starts_at
        union all
        select
            recipe_key,
            cast(null as bigint) as user_key,
            coalesce(valid_starts_at, test_starts_at) as valid_starts_at,
            test_starts_at,
            cast(null as bigint) as valid_events_at_cut,
            cast(null as bigint) as test_events_at_cut,
            -- millionths of 2^62, rounded up, so that nothing lies beyond a share of 0
            case
                when split = 'k_fold' then cast(folds - 1 as bigint)
                when split = 'random' then cast((1 - valid_fraction - test_fraction) * 1000000 as bigint) * 4611686018428
            end as valid_place,
            case
                when split = 'k_fold' then cast(folds - 1 as bigint)
                when split = 'random' then cast((1 - test_fraction) * 1000000 as bigint) * 4611686018428
            end as test_place
        from {{ recipes }}
        where split in ('fixed_time', 'sliding_windows', 'k_fold', 'random')
        union all
        select
            recipe_key,
            user_key,
            {% for part in shares %}
            max(case when is_{{ part }}_start then split_time end) as {{ part }}_starts_at,
            {% endfor %}
            cast(null as bigint) as valid_events_at_cut,
            cast(null as bigint) as test_events_at_cut,
            {% for part in shares %}
            max(case when is_{{ part }}_start then split_place end) as {{ part }}_place{{ ',' if not loop.last }}
            {% endfor %}
        from mark_starts
        where is_valid_start or is_test_start
        group by
            recipe_key,
            user_key
    )
{% endmacro %}
