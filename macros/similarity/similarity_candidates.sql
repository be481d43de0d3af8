{#
    The fourth step of set similarity: for each set all others that reach the last of its `neighbors`
    places by any of several measures (see similarity_closeness), with some columns of the pair. There
    are hardly more than neighbours are wanted; similarity_nearest ranks them.

        similarity_candidates('pairs', 'sets', ['jaccard'], ['shared']), neighbors = 1
          ->  set_number, neighbor_number, shared: (1, 2, 1), (2, 1, 1)

    A measure that is NULL ranks nothing. Measures that are equal as fractions are equal as numbers, too,
    since both sides of the division are whole and the quotient is rounded correctly.
#}
{% macro similarity_candidates(pairs, sets, measures, columns) %}
with sets as (
    select
        set_number,
        neighbors,
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
        {{ corate.nth_largest('pairs_for_last_place.' ~ measure, 'sets.neighbors') }} as {{ measure }},
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
    from pairs_to_keep
    inner join find_last_places on find_last_places.set_number = pairs_to_keep.set_number
    where
        {% for measure in measures %}
        {% if not loop.first %}or {% endif %}pairs_to_keep.{{ measure }} >= find_last_places.{{ measure }}
        {% endfor %}
)

select * from reach_last_place
{% endmacro %}
