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
with sets as (
    select
        set_number,
        member,
        set_size,
        neighbors,
    from {{ sets }}
),

-- said twice: what is named once and read twice, DuckDB first writes down, here every pair both ways
pairs_for_last_place as (
    {{ corate.similarity_pairs_both_ways(pairs, sets, measure) }}
),

pairs_to_rank as (
    {{ corate.similarity_pairs_both_ways(pairs, sets, measure) }}
),

find_last_place as (
    select
        pairs_for_last_place.set_number,
        {{ corate.nth_largest('pairs_for_last_place.' ~ measure, 'sets.neighbors') }} as last_place,
    from pairs_for_last_place
    inner join sets on sets.set_number = pairs_for_last_place.set_number
    group by pairs_for_last_place.set_number
),

reach_last_place as (
    select pairs_to_rank.*,
    from pairs_to_rank
    inner join find_last_place
        on
            find_last_place.set_number = pairs_to_rank.set_number
            and find_last_place.last_place <= pairs_to_rank.{{ measure }}
),

rank_neighbors as (
    select
        reach_last_place.set_number,
        reach_last_place.neighbor_number,
        sets.member,
        neighbors.member as neighbor_member,
        sets.set_size,
        neighbors.set_size as neighbor_size,
        reach_last_place.shared,
        reach_last_place.{{ measure }},
        sets.neighbors,
        row_number() over (
            partition by reach_last_place.set_number
            order by
                reach_last_place.{{ measure }} desc,
                reach_last_place.shared desc,
                neighbors.member
        ) as rank,
    from reach_last_place
    inner join sets on sets.set_number = reach_last_place.set_number
    inner join sets as neighbors on neighbors.set_number = reach_last_place.neighbor_number
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
