{#
    The events that leave-one-out holds out, as a CTE over a relation of events
    (recipe_key, source_row, user_key, rated_at): the last event of each user (place_from_end 1, the
    test event) and the one before it (2, the valid event), of users with at least 3 events. Users
    with fewer keep all of theirs in train.

        u1: a, b, c, d  u2: a, b  ->  (u1, d, 1), (u1, c, 2)
#}
{% macro held_out_events(events) %}
    count_from_the_end as (
        select
            recipe_key,
            source_row,
            row_number() over (
                partition by recipe_key, user_key
                order by rated_at desc nulls last, source_row desc
            ) as place_from_end,
            count(*) over (partition by recipe_key, user_key) as user_events
        from {{ events }}
    ),

    held_out_events as (
        select
            recipe_key,
            source_row,
            cast(place_from_end as integer) as place_from_end
        from count_from_the_end
        where
            place_from_end <= 2
            and user_events >= 3
    )
{% endmacro %}
