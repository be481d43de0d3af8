{#
    The fourth step of set similarity: for each set the others that are among its `neighbors` nearest by
    any of several measures (see similarity_closeness), with some columns of the pair, `shared` among them.

        similarity_candidates('pairs', 'sets', ['jaccard'], ['shared']), neighbors = 1
          ->  set_number, neighbor_number, shared: (1, 2, 1), (2, 1, 1)

    A measure that is NULL ranks nothing. Measures that are equal as fractions are equal as numbers, too,
    since both sides of the division are whole and the quotient is rounded correctly.
#}
{% macro similarity_candidates(pairs, sets, measures, columns) %}
with reach_last_place as (
    {{ corate.similarity_near_pairs(pairs, sets, measures, columns) }}
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
    inner join {{ sets }} as sets on sets.set_number = reach_last_place.set_number
    inner join {{ sets }} as neighbors on neighbors.set_number = reach_last_place.neighbor_number
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
