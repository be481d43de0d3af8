{#
    The sixth step of set similarity: for each set the `neighbors` others that are most alike by a
    measure (see similarity_closeness). Equal ones are ordered by what they share and then by member.

    Only what reaches the last place is sorted: the value of that place is found first. Measures that
    are equal as fractions are equal as numbers, too, since both sides of the division are whole and
    the quotient is rounded correctly.

        similarity_nearest('pairs', 'sets'), neighbors = 1
          ->  set_number, rank, neighbor_number, shared, jaccard, …: (1, 1, 2, 1, 0.5, …), (2, 1, 1, …)

    The measure's column has its name.
#}
{% macro similarity_nearest(pairs, sets, measure='jaccard') %}
with pairs as (
    select
        set_number_a,
        set_number_b,
        shared,
        {% if measure == 'value_cosine_squared' %}products,{% endif %}
    from {{ pairs }}
),

sets as (
    select
        set_number,
        member,
        set_size,
        {% if measure == 'value_cosine_squared' %}norm,{% endif %}
        neighbors,
    from {{ sets }}
),

measure_pairs as (
    select
        pairs.set_number_a,
        pairs.set_number_b,
        pairs.shared,
        {{ corate.similarity_closeness(measure) }} as {{ measure }},
        sets_a.neighbors,
        sets_a.member as member_a,
        sets_b.member as member_b,
        sets_a.set_size as set_size_a,
        sets_b.set_size as set_size_b,
    from pairs
    inner join sets as sets_a on sets_a.set_number = pairs.set_number_a
    inner join sets as sets_b on sets_b.set_number = pairs.set_number_b
),

-- a pair makes each of the two a neighbour of the other
look_from_both_sides as (
    select
        set_number_a as set_number,
        set_number_b as neighbor_number,
        member_a as member,
        member_b as neighbor_member,
        set_size_a as set_size,
        set_size_b as neighbor_size,
        shared,
        {{ measure }},
        neighbors,
    from measure_pairs
    union all
    select
        set_number_b as set_number,
        set_number_a as neighbor_number,
        member_b as member,
        member_a as neighbor_member,
        set_size_b as set_size,
        set_size_a as neighbor_size,
        shared,
        {{ measure }},
        neighbors,
    from measure_pairs
),

find_last_place as (
    select
        set_number,
        {{ corate.nth_largest(measure, 'neighbors') }} as last_place,
    from look_from_both_sides
    group by set_number
),

rank_neighbors as (
    select
        look_from_both_sides.*,
        row_number() over (
            partition by look_from_both_sides.set_number
            order by
                look_from_both_sides.{{ measure }} desc,
                look_from_both_sides.shared desc,
                look_from_both_sides.neighbor_member
        ) as rank,
    from look_from_both_sides
    inner join find_last_place
        on
            find_last_place.set_number = look_from_both_sides.set_number
            and find_last_place.last_place <= look_from_both_sides.{{ measure }}
),

keep_nearest as (
    select
        set_number,
        cast(rank as integer) as rank,
        neighbor_number,
        member,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        {{ measure }},
    from rank_neighbors
    where rank <= neighbors
)

select * from keep_nearest
{% endmacro %}
