{#
    Of pairs, those that reach the last place among the nearest of either set, by any of several
    measures. Where almost all sets share something, it is run on each block of pairs before they are
    written: a pair that is among the nearest of all is so within its block, too, so that nothing that
    counts is lost. All measures are looked at in one go; similarity_nearest ranks what is left.

        similarity_close_pairs('pairs', 'sets', ['jaccard']), neighbors = 1,
            pairs = (1, 2, 3 shared), (1, 3, 2 shared), (2, 3, 1 shared), sets of 4 features
          ->  (1, 2, 3), the nearest of 1 and of 2, and (1, 3, 2), that of 3

    A measure that is NULL ranks nothing (see similarity_closeness).
#}
{% macro similarity_close_pairs(pairs, sets, measures) %}
with measure_pairs as (
    select
        pairs.set_number_a,
        pairs.set_number_b,
        pairs.shared,
        pairs.products,
        {% for measure in measures %}
        {{ corate.similarity_closeness(measure) }} as {{ measure }},
        {% endfor %}
        sets_a.neighbors,
    from {{ pairs }} as pairs
    inner join {{ sets }} as sets_a on sets_a.set_number = pairs.set_number_a
    inner join {{ sets }} as sets_b on sets_b.set_number = pairs.set_number_b
),

look_from_both_sides as (
    {% for side in ['set_number_a', 'set_number_b'] %}
    select
        {{ side }} as set_number,
        {% for measure in measures %}
        {{ measure }},
        {% endfor %}
        neighbors,
    from measure_pairs
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

find_last_places as (
    select
        set_number,
        {% for measure in measures %}
        {{ corate.nth_largest(measure, 'neighbors') }} as {{ measure }},
        {% endfor %}
    from look_from_both_sides
    group by set_number
),

keep_close_pairs as (
    select
        measure_pairs.set_number_a,
        measure_pairs.set_number_b,
        measure_pairs.shared,
        measure_pairs.products,
    from measure_pairs
    inner join find_last_places as last_of_a on last_of_a.set_number = measure_pairs.set_number_a
    inner join find_last_places as last_of_b on last_of_b.set_number = measure_pairs.set_number_b
    where
        {% for measure in measures %}
        {% if not loop.first %}or {% endif %}measure_pairs.{{ measure }}
        >= least(last_of_a.{{ measure }}, last_of_b.{{ measure }})
        {% endfor %}
)

select * from keep_close_pairs
{% endmacro %}
