{#
    The entries of similarity_entries, with whether the set is near (1 or 0): among those of its feature
    that a set which shares nothing else would have for neighbours.

    Of all sets b that share with a the one feature f and no other, the nearest to a are those with the
    fewest features, and by values those in which f weighs most: that does not depend on a. Whoever
    else is earlier in that order shares f as well, and maybe more, and so is at least as near. A pair
    that shares one feature can therefore only be one of neighbours if one of the two is among the
    first of the feature's list, as many as neighbours are wanted and one for the set itself.

        similarity_near_entries('entries', 'sets'), neighbors = 1, one feature, sets of 1, 2 and 3
          ->  set_number, list_key, later_sets, value, is_near: …, 1 for the two smaller ones
#}
{% macro similarity_near_entries(entries, sets) %}
with entries as (
    select
        set_number,
        list_key,
        later_sets,
        value,
    from {{ entries }}
),

sets as (
    select
        set_number,
        member,
        set_size,
        norm,
        neighbors,
    from {{ sets }}
),

order_lists as (
    select
        entries.set_number,
        entries.list_key,
        entries.later_sets,
        entries.value,
        sets.neighbors,
        row_number() over (
            partition by entries.list_key
            order by sets.set_size asc, sets.member asc
        ) as place_by_size,
        -- the square of the cosine has this factor
        row_number() over (
            partition by entries.list_key
            order by
                cast(entries.value as double) * entries.value / sets.norm desc,
                sets.member asc
        ) as place_by_value,
    from entries
    inner join sets on sets.set_number = entries.set_number
),

mark_near_entries as (
    select
        set_number,
        list_key,
        later_sets,
        value,
        cast(
            case when least(place_by_size, place_by_value) <= neighbors + 1 then 1 else 0 end as smallint
        ) as is_near,
    from order_lists
    -- as in similarity_entries
    order by set_number
)

select * from mark_near_entries
{% endmacro %}
