{#
    The seventh step of set similarity: the pairs of which at least one is a neighbour of the other,
    once each, in blocks of about the same number of look-ups. Only these are compared by values.

        similarity_compared_pairs('nearest', 20000000)
          ->  set_number_a < set_number_b, lookups, block_number, position: (1, 2, 1, 1, 1)

    `position` is the number of the larger set, a, among those of all blocks.
#}
{% macro similarity_compared_pairs(nearest, lookups_per_block) %}
with nearest as (
    select
        set_number,
        neighbor_number,
        set_size,
        neighbor_size,
    from {{ nearest }}
),

-- the features of the smaller set are looked up among those of the larger one
order_pairs as (
    select
        least(set_number, neighbor_number) as set_number_a,
        greatest(set_number, neighbor_number) as set_number_b,
        least(set_size, neighbor_size) as lookups,
    from nearest
),

keep_each_once as (
    select
        set_number_a,
        set_number_b,
        min(lookups) as lookups,
    from order_pairs
    group by
        set_number_a,
        set_number_b
),

-- blocks by the larger set: few sets are looked up in, and stay at hand
add_up_lookups as (
    select
        set_number_a,
        set_number_b,
        lookups,
        sum(lookups) over (order by set_number_a, set_number_b) as lookups_so_far,
    from keep_each_once
),

number_blocks as (
    select
        set_number_a,
        set_number_b,
        lookups,
        cast(dense_rank() over (
            order by floor((lookups_so_far - lookups) / {{ lookups_per_block }})
        ) as integer) as block_number,
        cast(dense_rank() over (order by set_number_a) as integer) as position,
    from add_up_lookups
)

select * from number_blocks
{% endmacro %}
