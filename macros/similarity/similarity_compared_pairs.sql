{#
    The sixth step of set similarity: the pairs of which at least one is a neighbour of the other, once
    each. Only these are compared by values.

        similarity_compared_pairs('nearest')  ->  set_number_a < set_number_b: (1, 2)
#}
{% macro similarity_compared_pairs(nearest) %}
with nearest as (
    select
        set_number,
        neighbor_number
    from {{ nearest }}
),

order_pairs as (
    select distinct
        least(set_number, neighbor_number) as set_number_a,
        greatest(set_number, neighbor_number) as set_number_b
    from nearest
)

select * from order_pairs
{% endmacro %}
