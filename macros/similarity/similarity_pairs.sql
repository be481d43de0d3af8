{#
    The fifth step of set similarity, for models of the `blocked` materialization: every pair of
    sets that share at least `min_shared` features, with the number that they share. Exact.

    Each entry meets the tail of its feature's list, so that a pair is seen once for each feature
    that both have. The two set numbers are one key, since grouping by one narrow column takes
    about half the time of grouping by two. A key is made of the first set's position, counted from the
    block's first one on, and the other's place in the collection: keys lie so close together that DuckDB can
    count most blocks in arrays (see dense_grouping), of which it must know the bounds beforehand. So these are
    written as numbers, not looked up.

        similarity_pairs('sets', 'entries', 'lists', 'blocks', bitmaps='bitmaps'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)

    With `bitmaps` (and lists and blocks made with them), the pairs of sets that both have a bitmap in a
    stripe come from there: one row a stripe, with the number of bits that both have.

    With `weighed` instead (and lists made with it), `products` is the sum of the products of the two values
    of each shared feature, too: exact, since values are whole numbers; NULL where they have none.

    With `pruned`, too (entries of similarity_near_entries, and lists made with it), pairs that share a
    single feature are left out where that alone shows that neither is among the other's nearest.
#}
{% macro similarity_pairs(sets, entries, lists, blocks, weighed=false, pruned=false, bitmaps=none) %}
{% set last = corate.list_length('lists.places') %}
{% set first_position = corate.of_block('min(position)', 0) %}
{# one more than the last place of a set that those of the block can meet #}
{% set span = '(' ~ corate.of_block('max(last_place)', 4294967295) ~ ' + 1)' %}
with sets as (
    select
        set_number,
        min_shared,
    from {{ sets }}
),

block_sets as (
    select
        set_number,
        position - {{ first_position }} as position,
    from {{ blocks }}
    where
        {{ corate.in_block('block_number') }}
        and position between {{ first_position }} and {{ corate.of_block('max(position)', 2147483647) }}
),

entries as (
    select
        block_sets.position,
        entries.list_key,
        entries.later_sets,
        {% if weighed %}entries.value,{% endif %}
        {% if pruned %}entries.is_near,{% endif %}
    from {{ entries }} as entries
    inner join block_sets on block_sets.set_number = entries.set_number
    where
        entries.later_sets > 0
        and entries.set_number between {{ corate.of_block('min(set_number)', 0) }}
        and {{ corate.of_block('max(set_number)', 9223372036854775807) }}
),

lists as (
    select
        list_key,
        places,
        {% if weighed %}set_values,{% endif %}
        {% if pruned %}sets_are_near,{% endif %}
    from {{ lists }}
),

{% if weighed %}
{% set first = last ~ ' - entries.later_sets + 1' %}
{% set met = {
    'later_place': corate.list_part('lists.places', first, last),
    'later_value': corate.list_part('lists.set_values', first, last),
} %}
{% if pruned %}
    {% do met.update({'later_is_near': corate.list_part('lists.sets_are_near', first, last)}) %}
{% endif %}
meet_later_sets as (
    select
        entries.position,
        entries.value,
        {% if pruned %}entries.is_near,{% endif %}
        {{ corate.unnest_side_by_side(met) }},
    from entries
    inner join lists on lists.list_key = entries.list_key
),

make_pairs as (
    select
        cast(position as bigint) * {{ span }} + later_place as pair_key,
        value * later_value as product,
        {% if pruned %}greatest(is_near, later_is_near) as is_near,{% endif %}
    from meet_later_sets
),
{% else %}
{# where bitmaps have taken a list's first sets, a set with a bitmap meets all that are left #}
{% set met = 'least(entries.later_sets, ' ~ last ~ ')' %}
-- the bounds of what is taken out of a list by its place are known, those of what is unnested are not
meet_later_sets as (
    select
        entries.position,
        lists.places,
        {{ last }} - {{ met }} as sets_before,
        {{ corate.unnest_positions(met) }} as number_of_place,
    from entries
    inner join lists on lists.list_key = entries.list_key
),

-- a table that is named once and read twice would be written down first: see similarity_nearest
bitmaps_a as (
    select
        bitmaps.*,
        block_sets.position,
    from {{ bitmaps }} as bitmaps
    inner join block_sets on block_sets.set_number = bitmaps.set_number
),

bitmaps_b as (
    select *
    from {{ bitmaps }}
),

make_pairs as (
    {# bitmaps are few rows, which one thread would read alone: one half each for two threads #}
    {% for half in range(2) %}
    select
        cast(bitmaps_a.position as bigint) * {{ span }} + bitmaps_b.place as pair_key,
        {% for word in range(corate.bitmap_words()) %}
        {% set column = 'word_' ~ word %}
        {{ corate.common_bits('bitmaps_a.' ~ column, 'bitmaps_b.' ~ column) }} {% if not loop.last %}+{% endif %}
        {% endfor %} as shared,
    from bitmaps_a
    inner join bitmaps_b
        on
            bitmaps_b.stripe_key = bitmaps_a.stripe_key
            and bitmaps_b.place > bitmaps_a.place
    where bitmaps_a.place % 2 = {{ half }}
    union all
    {% endfor %}
    select
        cast(position as bigint) * {{ span }}
        + {{ corate.list_element('places', 'sets_before + number_of_place') }} as pair_key,
        cast(1 as {{ dbt.type_float() }}) as shared,
    from meet_later_sets
),
{% endif %}

{% set count = 'count(*)' if weighed else 'sum(shared)' %}
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

tell_sets_apart as (
    select
        block_sets.set_number as set_number_a,
        -- of the same collection
        block_sets.set_number - {{ corate.number_within('block_sets.set_number') }}
        + count_shared.pair_key % {{ span }} as set_number_b,
        cast(count_shared.shared as integer) as shared,
        {% if weighed %}count_shared.products,{% endif %}
    from count_shared
    inner join block_sets on block_sets.position = {{ corate.whole_quotient('count_shared.pair_key', span) }}
),

-- Collections may ask for different support. Few sets ask for more than the least: joined to all sets,
-- DuckDB would make a hash table of the pairs.
demanding_sets as (
    select
        set_number,
        min_shared,
    from sets
    where min_shared > (select min(sets.min_shared) from sets)
),

keep_supported as (
    select
        tell_sets_apart.set_number_a,
        tell_sets_apart.set_number_b,
        tell_sets_apart.shared,
        {% if weighed %}tell_sets_apart.products,{% endif %}
    from tell_sets_apart
    left join demanding_sets on demanding_sets.set_number = tell_sets_apart.set_number_a
    where tell_sets_apart.shared >= coalesce(demanding_sets.min_shared, 0)
)

select * from keep_supported
{% endmacro %}
