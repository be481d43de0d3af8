{#
    The fourth step of set similarity: sets side by side are put into blocks of about the same number
    of pairs, so that counting them takes the memory of one block.

        similarity_blocks('sets', 'entries', 20000000)
          ->  set_number, last_place, pairs, block_number, position: (4294967297, 2, 1, 1, 1)

    `last_place` is that of the last set that the set can meet, `position` the set's own number among all
    sets of all blocks.

    With `lists` and `bitmaps` (see similarity_stripes), pairs are those that come up in lists, and two
    for each comparison of bitmaps.

    A set that no later set shares a feature with begins no pair and is in no block. A set with more
    pairs than `pairs_per_block` is a block of its own.
#}
{% macro similarity_blocks(sets, entries, pairs_per_block, lists=none, bitmaps=none) %}
with sets as (
    select
        set_number,
        {{ corate.number_within('max(set_number) over (partition by collection)') }} as last_place,
    from {{ sets }}
),

entries as (
    select
        set_number,
        {% if bitmaps is not none %}list_key,{% endif %}
        later_sets,
    from {{ entries }}
    where later_sets > 0
),

{% if bitmaps is none %}
count_pairs as (
    select
        set_number,
        cast(sum(later_sets) as bigint) as pairs,
    from entries
    group by set_number
),
{% else %}
lists as (
    select
        list_key,
        {{ corate.list_length('places') }} as list_sets,
    from {{ lists }}
),

bitmaps as (
    select
        stripe_key,
        set_number,
    from {{ bitmaps }}
),

count_parts as (
    select
        entries.set_number,
        least(entries.later_sets, lists.list_sets) as pairs,
    from entries
    inner join lists on lists.list_key = entries.list_key
    union all
    select
        set_number,
        2 * (row_number() over (partition by stripe_key order by set_number desc) - 1) as pairs,
    from bitmaps
),

count_pairs as (
    select
        set_number,
        cast(sum(pairs) as bigint) as pairs,
    from count_parts
    group by set_number
    having sum(pairs) > 0
),
{% endif %}

add_up_pairs as (
    select
        set_number,
        pairs,
        cast(sum(pairs) over (order by set_number) as bigint) as pairs_so_far,
    from count_pairs
),

number_blocks as (
    select
        add_up_pairs.set_number,
        sets.last_place,
        add_up_pairs.pairs,
        cast(row_number() over (order by add_up_pairs.set_number) as integer) as position,
        cast(dense_rank() over (
            order by floor((add_up_pairs.pairs_so_far - add_up_pairs.pairs) / {{ pairs_per_block }})
        ) as integer) as block_number,
    from add_up_pairs
    inner join sets on sets.set_number = add_up_pairs.set_number
)

select * from number_blocks
{% endmacro %}
