{#
    The fourth step of set similarity: for each set the others that are among its `neighbors` nearest by
    any of several measures (see similarity_closeness), with some columns of the pair, `shared` among them.
    similarity_nearest ranks them by one.

    Only what reaches the last place is sorted: the value of that place is found first.

        similarity_candidates('pairs', 'sets', ['jaccard'], ['shared']), neighbors = 1
          ->  set_number, neighbor_number, shared: (1, 2, 1), (2, 1, 1)

    A measure that is NULL ranks nothing. Measures that are equal as fractions are equal as numbers, too,
    since both sides of the division are whole and the quotient is rounded correctly.
#}
{% macro similarity_candidates(pairs, sets, measures, columns) %}
with sets as (
    select
        set_number,
        member,
        neighbors
    from {{ sets }}
),

-- said twice: what is named once and read twice, DuckDB first writes down, here every pair both ways
pairs_for_last_place as (
    {{ corate.similarity_pairs_both_ways(pairs, sets, measures, columns) }}
),

pairs_to_keep as (
    {{ corate.similarity_pairs_both_ways(pairs, sets, measures, columns) }}
),

find_last_places as (
    select
        pairs_for_last_place.set_number,
        {% for measure in measures %}
        {{ corate.nth_largest('pairs_for_last_place.' ~ measure, 'sets.neighbors') }} as {{ measure }}{{ "," if not loop.last }}
        {% endfor %}
    from pairs_for_last_place
    inner join sets on sets.set_number = pairs_for_last_place.set_number
    group by pairs_for_last_place.set_number
),

reach_last_place as (
    select
        pairs_to_keep.set_number,
        pairs_to_keep.neighbor_number,
        {% for column in columns %}
        pairs_to_keep.{{ column }},
        {% endfor %}
        {% for measure in measures %}
        pairs_to_keep.{{ measure }}{{ "," if not loop.last }}
        {% endfor %}
    from pairs_to_keep
    inner join find_last_places on find_last_places.set_number = pairs_to_keep.set_number
    where
        {% for measure in measures %}
        {% if not loop.first %}or {% endif %}pairs_to_keep.{{ measure }} >= find_last_places.{{ measure }}
        {% endfor %}
),

rank_by_each_measure as (
    select
        reach_last_place.*,
        sets.neighbors,
        {% for measure in measures %}
        row_number() over (
            partition by reach_last_place.set_number
            order by
                reach_last_place.{{ measure }} desc nulls last,
                reach_last_place.shared desc,
                neighbors.member asc
        ) as {{ measure }}_rank{{ "," if not loop.last }}
        {% endfor %}
    from reach_last_place
    inner join sets on sets.set_number = reach_last_place.set_number
    inner join sets as neighbors on neighbors.set_number = reach_last_place.neighbor_number
),

keep_nearest_by_some as (
    select
        set_number,
        neighbor_number,
        {% for column in columns %}
        {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from rank_by_each_measure
    where
        {% for measure in measures %}
        {% if not loop.first %}or {% endif %}({{ measure }} is not null and {{ measure }}_rank <= neighbors)
        {% endfor %}
)

select * from keep_nearest_by_some
{% endmacro %}
