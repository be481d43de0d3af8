{#
    A part of the fourth step of set similarity: pairs both ways, of which those stay that reach the last
    of the `neighbors` places of a set by one of several measures (see similarity_closeness), the equal
    ones among them whole.

        similarity_near_pairs('pairs', 'sets', ['jaccard'], ['shared']), neighbors = 1
          ->  set_number, neighbor_number, shared, jaccard: (1, 2, 1, 0.5), (2, 1, 1, 0.5)

    The value of the last place is found first: no more is sorted than reaches it.
#}
{% macro similarity_near_pairs(pairs, sets, measures, columns) %}
-- said twice: what is named once and read twice, DuckDB first writes down, here every pair both ways
with pairs_for_last_place as (
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
    inner join {{ sets }} as sets on sets.set_number = pairs_for_last_place.set_number
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
)

select * from reach_last_place
{% endmacro %}
