{#
    The fifth step of set similarity: for each set the `neighbors` others that are most alike by a
    measure (see similarity_closeness). Equal ones are ordered by what they share and then by member.

        similarity_nearest('candidates', 'sets', 'jaccard'), neighbors = 1
          ->  set_number, rank, neighbor_number, shared, jaccard, …: (1, 1, 2, 1, 0.5, …), (2, 1, 1, …)

    The measure's column has its name. Sets that are not in `sets` have no place here.
#}
{% macro similarity_nearest(candidates, sets, measure) %}
with rank_neighbors as (
    select
        candidates.set_number,
        candidates.neighbor_number,
        sets_a.member,
        sets_b.member as neighbor_member,
        sets_a.set_size,
        sets_b.set_size as neighbor_size,
        candidates.shared,
        {{ corate.similarity_closeness(measure, 'candidates') }} as {{ measure }},
        sets_a.neighbors,
        row_number() over (
            partition by candidates.set_number
            order by
                {{ corate.similarity_closeness(measure, 'candidates') }} desc,
                candidates.shared desc,
                sets_b.member asc
        ) as rank
    from {{ candidates }} as candidates
    inner join {{ sets }} as sets_a on sets_a.set_number = candidates.set_number
    inner join {{ sets }} as sets_b on sets_b.set_number = candidates.neighbor_number
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
        {{ measure }}
    from rank_neighbors
    where rank <= neighbors
)

select * from keep_nearest
{% endmacro %}
