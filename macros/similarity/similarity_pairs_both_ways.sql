{#
    Every pair twice, since it makes each of the two a neighbour of the other, with measures by which
    sets are ranked (see similarity_closeness) under their names. A part of similarity_near_pairs.

        similarity_pairs_both_ways('pairs', 'sets', ['jaccard'], ['shared']), pairs = (1, 2, 1)
          ->  set_number, neighbor_number, shared, jaccard: (1, 2, 1, 0.5), (2, 1, 1, 0.5)
#}
{% macro similarity_pairs_both_ways(pairs, sets, measures, columns) %}
    {% for (set_number, neighbor_number) in [
        ('set_number_a', 'set_number_b'),
        ('set_number_b', 'set_number_a'),
    ] %}
    select
        pairs.{{ set_number }} as set_number,
        pairs.{{ neighbor_number }} as neighbor_number,
        {% for column in columns %}
        pairs.{{ column }},
        {% endfor %}
        {% for measure in measures %}
        {{ corate.similarity_closeness(measure) }} as {{ measure }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ pairs }} as pairs
    inner join {{ sets }} as sets_a on sets_a.set_number = pairs.set_number_a
    inner join {{ sets }} as sets_b on sets_b.set_number = pairs.set_number_b
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endmacro %}
