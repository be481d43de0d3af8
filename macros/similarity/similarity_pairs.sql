{#
    The fifth step of set similarity, for models of the `blocked` materialization: every pair of
    sets that share at least `min_shared` features, with the number that they share. Exact.

    Each entry meets the tail of its feature's list, so that a pair is seen once for each feature
    that both have. The two set numbers are one key, since grouping by one narrow column takes
    about half the time of grouping by two.

        similarity_pairs('sets', 'entries', 'lists', 'blocks'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)

    With `weighed` (and lists made with it), `products` is the sum of the products of the two values
    of each shared feature, too: exact, since values are whole numbers; NULL where they have none.

    With `pruned`, too (entries of similarity_near_entries, and lists made with it), pairs that share a
    single feature are left out where that alone shows that neither is among the other's nearest.

    With `bitmaps` (and lists and blocks made with them), the pairs of sets that both have a bitmap in a
    stripe come from there: one row a stripe, with the number of bits that both have. Not with `weighed`.
#}
{% macro similarity_pairs(sets, entries, lists, blocks, weighed=false, pruned=false, bitmaps=none) %}
{% set last = corate.list_length('lists.set_numbers') %}
{# where bitmaps have taken a list's first sets, a set with a bitmap meets all that are left #}
{% set first = 'greatest(1, ' ~ last ~ ' - entries.later_sets + 1)' if bitmaps is not none
    else last ~ ' - entries.later_sets + 1' %}
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
        {% if weighed %}value,{% endif %}
        {% if pruned %}is_near,{% endif %}
    from {{ entries }}
    where later_sets > 0
),

lists as (
    select
        list_key,
        set_numbers,
        {% if weighed %}set_values,{% endif %}
        {% if pruned %}sets_are_near,{% endif %}
    from {{ lists }}
),

{% if weighed %}
{% set met = {
    'later_set_number': corate.list_part('lists.set_numbers', first, last),
    'later_value': corate.list_part('lists.set_values', first, last),
} %}
{% if pruned %}
    {% do met.update({'later_is_near': corate.list_part('lists.sets_are_near', first, last)}) %}
{% endif %}
meet_later_sets as (
    select
        entries.set_number,
        entries.value,
        {% if pruned %}entries.is_near,{% endif %}
        {{ corate.unnest_side_by_side(met) }},
    from entries
    inner join blocks on blocks.set_number = entries.set_number
    inner join lists on lists.list_key = entries.list_key
),

make_pairs as (
    select
        cast(set_number as bigint) * 4294967296 + later_set_number as pair_key,
        value * later_value as product,
        {% if pruned %}greatest(is_near, later_is_near) as is_near,{% endif %}
    from meet_later_sets
),
{% elif bitmaps is not none %}
-- a table that is named once and read twice would be written down first: see similarity_nearest
bitmap_blocks as (
    select set_number
    from {{ blocks }}
    where {{ corate.in_block('block_number') }}
),

bitmaps_a as (
    select *
    from {{ bitmaps }}
),

bitmaps_b as (
    select *
    from {{ bitmaps }}
),

make_pairs as (
    {# bitmaps are few rows, which one thread would read alone: one half each for two threads #}
    {% for half in range(2) %}
    select
        cast(bitmaps_a.set_number as bigint) * 4294967296 + bitmaps_b.set_number as pair_key,
        {% for word in range(corate.bitmap_words()) %}
        {% set column = 'word_' ~ word %}
        {{ corate.common_bits('bitmaps_a.' ~ column, 'bitmaps_b.' ~ column) }} {% if not loop.last %}+{% endif %}
        {% endfor %} as shared,
    from bitmaps_a
    inner join bitmap_blocks on bitmap_blocks.set_number = bitmaps_a.set_number
    inner join bitmaps_b
        on
            bitmaps_b.stripe_key = bitmaps_a.stripe_key
            and bitmaps_b.set_number > bitmaps_a.set_number
    where bitmaps_a.set_number % 2 = {{ half }}
    union all
    {% endfor %}
    select
        cast(entries.set_number as bigint) * 4294967296
        + {{ corate.unnest_list(corate.list_part('lists.set_numbers', first, last)) }} as pair_key,
        cast(1 as real) as shared,
    from entries
    inner join blocks on blocks.set_number = entries.set_number
    inner join lists on lists.list_key = entries.list_key
),
{% else %}
make_pairs as (
    select
        cast(entries.set_number as bigint) * 4294967296
        + {{ corate.unnest_list(corate.list_part('lists.set_numbers', first, last)) }} as pair_key,
    from entries
    inner join blocks on blocks.set_number = entries.set_number
    inner join lists on lists.list_key = entries.list_key
),
{% endif %}

{% set count = 'sum(shared)' if bitmaps is not none else 'count(*)' %}
count_shared as (
    select
        pair_key,
        {{ count }} as shared,
        {% if weighed %}cast(sum(product) as bigint) as products,{% endif %}
    from make_pairs
    group by pair_key
    having
        {{ count }} >= (select min(sets.min_shared) from sets)
        {% if pruned %}and (count(*) > 1 or max(is_near) = 1){% endif %}
),

-- collections may ask for different support
keep_supported as (
    select
        cast({{ corate.whole_quotient('count_shared.pair_key', 4294967296) }} as integer) as set_number_a,
        cast(count_shared.pair_key % 4294967296 as integer) as set_number_b,
        cast(count_shared.shared as integer) as shared,
        {% if weighed %}count_shared.products,{% endif %}
    from count_shared
    inner join sets
        on sets.set_number = {{ corate.whole_quotient('count_shared.pair_key', 4294967296) }}
    where count_shared.shared >= sets.min_shared
)

select * from keep_supported
{% endmacro %}
