{#
    Every pair twice, since it makes each of the two a neighbour of the other, with a measure by which
    sets are ranked (see similarity_closeness) under the measure's name. A part of similarity_nearest.

        similarity_pairs_both_ways('pairs', 'sets', 'jaccard'), pairs = (1, 2, 1)
          ->  set_number, neighbor_number, shared, jaccard: (1, 2, 1, 0.5), (2, 1, 1, 0.5)
#}
{% macro similarity_pairs_both_ways(pairs, sets, measure) %}
    {% for (set_number, neighbor_number) in [
        ('set_number_a', 'set_number_b'),
        ('set_number_b', 'set_number_a'),
    ] %}
    select
        pairs.{{ set_number }} as set_number,
        pairs.{{ neighbor_number }} as neighbor_number,
        pairs.shared,
        {{ corate.similarity_closeness(measure) }} as {{ measure }},
    from {{ pairs }} as pairs
    inner join {{ sets }} as sets_a on sets_a.set_number = pairs.set_number_a
    inner join {{ sets }} as sets_b on sets_b.set_number = pairs.set_number_b
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endmacro %}
