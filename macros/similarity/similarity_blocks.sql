{#
    The fourth step of set similarity: sets side by side are put into blocks of about the same number
    of pairs, so that counting them takes the memory of one block.

        similarity_blocks('entries', 20000000)
          ->  set_number, pairs, block_number: (1, 1, 1)

    A set that no later set shares a feature with begins no pair and is in no block. A set with more
    pairs than `pairs_per_block` is a block of its own.
#}
{% macro similarity_blocks(entries, pairs_per_block) %}
with entries as (
    select
        set_number,
        later_sets,
    from {{ entries }}
    where later_sets > 0
),

count_pairs as (
    select
        set_number,
        cast(sum(later_sets) as bigint) as pairs,
    from entries
    group by set_number
),

add_up_pairs as (
    select
        set_number,
        pairs,
        cast(sum(pairs) over (order by set_number) as bigint) as pairs_so_far,
    from count_pairs
),

number_blocks as (
    select
        set_number,
        pairs,
        cast(dense_rank() over (
            order by floor((pairs_so_far - pairs) / {{ pairs_per_block }})
        ) as integer) as block_number,
    from add_up_pairs
)

select * from number_blocks
{% endmacro %}
