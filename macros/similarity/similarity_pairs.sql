{#
    The fifth step of set similarity, for models of the `blocked` materialization: every pair of
    sets that share at least `min_shared` features, with the number that they share. Exact.

    Each entry meets the tail of its feature's list, so that a pair is seen once for each feature
    that both have. The two set numbers are one key, since grouping by one narrow column takes
    about half the time of grouping by two. Keys of a block count from its first set on: they lie so
    close together that DuckDB can count most blocks in arrays (see dense_grouping), of which it must
    know the bounds beforehand. So the block is named by numbers, not looked up.

        similarity_pairs('sets', 'entries', 'lists', bitmaps='bitmaps'), min_shared = 1
          ->  set_number_a < set_number_b, shared: (1, 2, 1)

    With `bitmaps` (and lists and blocks made with them), the pairs of sets that both have a bitmap in a
    stripe come from there: one row a stripe, with the number of bits that both have.

    With `weighed` instead (and lists made with it), `products` is the sum of the products of the two values
    of each shared feature, too: exact, since values are whole numbers; NULL where they have none.

    With `pruned`, too (entries of similarity_near_entries, and lists made with it), pairs that share a
    single feature are left out where that alone shows that neither is among the other's nearest.
#}
{% macro similarity_pairs(sets, entries, lists, weighed=false, pruned=false, bitmaps=none) %}
{% set last = corate.list_length('lists.set_numbers') %}
{% set first_set = corate.of_block('min(set_number)', 0) %}
{% set last_set = corate.of_block('max(set_number)', 4294967295) %}
{# how many sets there are from the block's first one on, as far as its sets can meet them #}
{% set span = '(' ~ corate.of_block('max(last_set)', 4294967295) ~ ' - ' ~ first_set ~ ' + 1)' %}
with sets as (
    select
        set_number,
        min_shared,
    from {{ sets }}
),

entries as (
    select
        set_number,
        list_key,
        later_sets,
        {% if weighed %}value,{% endif %}
        {% if pruned %}is_near,{% endif %}
    from {{ entries }}
    where
        later_sets > 0
        and set_number between {{ first_set }} and {{ last_set }}
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
{% set first = last ~ ' - entries.later_sets + 1' %}
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
    inner join lists on lists.list_key = entries.list_key
),

make_pairs as (
    select
        (cast(set_number as bigint) - {{ first_set }}) * {{ span }}
        + (later_set_number - {{ first_set }}) as pair_key,
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
        entries.set_number,
        lists.set_numbers,
        {{ last }} - {{ met }} as sets_before,
        {{ corate.unnest_positions(met) }} as place,
    from entries
    inner join lists on lists.list_key = entries.list_key
),

-- a table that is named once and read twice would be written down first: see similarity_nearest
bitmaps_a as (
    select *
    from {{ bitmaps }}
    where set_number between {{ first_set }} and {{ last_set }}
),

bitmaps_b as (
    select *
    from {{ bitmaps }}
),

make_pairs as (
    {# bitmaps are few rows, which one thread would read alone: one half each for two threads #}
    {% for half in range(2) %}
    select
        (cast(bitmaps_a.set_number as bigint) - {{ first_set }}) * {{ span }}
        + (bitmaps_b.set_number - {{ first_set }}) as pair_key,
        {% for word in range(corate.bitmap_words()) %}
        {% set column = 'word_' ~ word %}
        {{ corate.common_bits('bitmaps_a.' ~ column, 'bitmaps_b.' ~ column) }} {% if not loop.last %}+{% endif %}
        {% endfor %} as shared,
    from bitmaps_a
    inner join bitmaps_b
        on
            bitmaps_b.stripe_key = bitmaps_a.stripe_key
            and bitmaps_b.set_number > bitmaps_a.set_number
    where bitmaps_a.set_number % 2 = {{ half }}
    union all
    {% endfor %}
    select
        (cast(set_number as bigint) - {{ first_set }}) * {{ span }}
        + ({{ corate.list_element('set_numbers', 'sets_before + place') }} - {{ first_set }}) as pair_key,
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
        cast({{ corate.whole_quotient('pair_key', span) }} + {{ first_set }} as integer) as set_number_a,
        cast(pair_key % {{ span }} + {{ first_set }} as integer) as set_number_b,
        cast(shared as integer) as shared,
        {% if weighed %}products,{% endif %}
    from count_shared
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
