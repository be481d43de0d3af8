{#
    The fifth step of set similarity, for models of the `blocked` materialization: every pair of
    sets that share at least `min_shared` features, with the number that they share. Exact.

    Each entry meets the tail of its feature's list, so that a pair is seen once for each feature
    that both have. The two set numbers are one key, since grouping by one narrow column takes
    about half the time of grouping by two.

        similarity_pairs('sets', 'entries', 'lists', 'blocks'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)
#}
{% macro similarity_pairs(sets, entries, lists, blocks) %}
with sets as (
    select
        set_number,
        min_shared,
    from {{ sets }}
),

blocks as (
    select set_number
    from {{ blocks }}
    where {{ corate.in_block('block_number') }}
),

entries as (
    select
        set_number,
        list_key,
        later_sets,
    from {{ entries }}
    where later_sets > 0
),

lists as (
    select
        list_key,
        set_numbers,
    from {{ lists }}
),

make_pairs as (
    select
        cast(entries.set_number as bigint) * 4294967296
        + {{ corate.unnest_list(corate.list_part(
            'lists.set_numbers',
            corate.list_length('lists.set_numbers') ~ ' - entries.later_sets + 1',
            corate.list_length('lists.set_numbers'),
        )) }} as pair_key,
    from entries
    inner join blocks on blocks.set_number = entries.set_number
    inner join lists on lists.list_key = entries.list_key
),

count_shared as (
    select
        pair_key,
        count(*) as shared,
    from make_pairs
    group by pair_key
    having count(*) >= (select min(sets.min_shared) from sets)
),

-- collections may ask for different support
keep_supported as (
    select
        cast({{ corate.whole_quotient('count_shared.pair_key', 4294967296) }} as integer) as set_number_a,
        cast(count_shared.pair_key % 4294967296 as integer) as set_number_b,
        cast(count_shared.shared as integer) as shared,
    from count_shared
    inner join sets
        on sets.set_number = {{ corate.whole_quotient('count_shared.pair_key', 4294967296) }}
    where count_shared.shared >= sets.min_shared
)

select * from keep_supported
{% endmacro %}
