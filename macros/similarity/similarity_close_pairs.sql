{#
    Of pairs, those that are among the nearest of either set by any of several measures. Where almost
    all sets share something, it is run on each block of pairs before they are written: a pair that is
    among the nearest of all is so within its block, too, so that nothing that counts is lost.

        rankings    measure (see similarity_closeness) -> the sets that it ranks

        similarity_close_pairs('pairs', {'jaccard': 'sets'}), neighbors = 1,
            pairs = (1, 2, 3 shared), (1, 3, 2 shared), (1, 4, 1 shared), sets of 4, 4, 4 and 9
          ->  (1, 2, 3), (1, 3, 2), (1, 4, 1): the nearest of 1 and 2, of 3, and of 4
#}
{% macro similarity_close_pairs(pairs, rankings) %}
with {% for measure, sets in rankings.items() %}
nearest_by_{{ measure }} as (
    {{ corate.similarity_nearest(pairs, sets, measure) }}
),

{% endfor %}
order_pairs as (
    {% for measure in rankings %}
    select
        least(set_number, neighbor_number) as set_number_a,
        greatest(set_number, neighbor_number) as set_number_b,
    from nearest_by_{{ measure }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

keep_each_once as (
    select distinct
        set_number_a,
        set_number_b,
    from order_pairs
),

keep_close_pairs as (
    select
        pairs_of_block.set_number_a,
        pairs_of_block.set_number_b,
        pairs_of_block.shared,
        pairs_of_block.products,
    from {{ pairs }} as pairs_of_block
    inner join keep_each_once
        on
            keep_each_once.set_number_a = pairs_of_block.set_number_a
            and keep_each_once.set_number_b = pairs_of_block.set_number_b
)

select * from keep_close_pairs
{% endmacro %}
