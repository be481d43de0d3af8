{#
    The sixth step of set similarity: for each set the `neighbors` others with the highest Jaccard
    similarity. Equal ones are ordered by what they share and then by member.

    Only what reaches the last place is sorted: the value of that place is found first. Jaccard
    similarities that are equal as fractions are equal as numbers, too, since both sides of the
    division are whole and the quotient is rounded correctly.

        similarity_nearest('pairs', 'sets'), neighbors = 1
          ->  set_number, rank, neighbor_number, shared, jaccard, …: (1, 1, 2, 1, 0.5, …), (2, 1, 1, …)
#}
{% macro similarity_nearest(pairs, sets) %}
with pairs as (
    select
        set_number_a,
        set_number_b,
        shared,
    from {{ pairs }}
),

sets as (
    select
        set_number,
        member,
        set_size,
        neighbors,
    from {{ sets }}
),

measure_pairs as (
    select
        pairs.set_number_a,
        pairs.set_number_b,
        pairs.shared,
        cast(pairs.shared as double) / (sets_a.set_size + sets_b.set_size - pairs.shared) as jaccard,
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
        jaccard,
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
        jaccard,
        neighbors,
    from measure_pairs
),

find_last_place as (
    select
        set_number,
        {{ corate.nth_largest('jaccard', 'neighbors') }} as lowest_jaccard,
    from look_from_both_sides
    group by set_number
),

rank_neighbors as (
    select
        look_from_both_sides.*,
        row_number() over (
            partition by look_from_both_sides.set_number
            order by
                look_from_both_sides.jaccard desc,
                look_from_both_sides.shared desc,
                look_from_both_sides.neighbor_member
        ) as rank,
    from look_from_both_sides
    inner join find_last_place
        on
            find_last_place.set_number = look_from_both_sides.set_number
            and find_last_place.lowest_jaccard <= look_from_both_sides.jaccard
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
        jaccard,
    from rank_neighbors
    where rank <= neighbors
)

select * from keep_nearest
{% endmacro %}
