{#
    A shortcut of set similarity, before the third step: where features that many sets have meet sets
    that have many features, a pair of sets shares hundreds of them, and counting those one by one is
    most of all work. There, the features become bits (see similarity_bitmaps), of which two sets
    compare many at once (see bits_of_word).

    Features are put into stripes of one bitmap each, those of the most sets first. In each stripe the
    sets up to `last_set`, the largest ones, get a bitmap; what the others share with them and with
    each other is counted by lists. `last_set` is where most is saved: comparing two bitmaps takes
    about as long as two pairs that come up in a list.

        similarity_stripes('entries')
          ->  list_key, stripe_key, word, bit, last_set: (4294967396, 4294967296, 0, 1, 2)

    Features of a single set make no pair and are left out; a stripe without bitmaps has 0 as last_set.
#}
{% macro similarity_stripes(entries) %}
{% set stripe_size = corate.bitmap_words() * corate.bits_of_word() %}
with entries as (
    select
        set_number,
        list_key,
        later_sets,
    from {{ entries }}
),

count_sets as (
    select
        list_key,
        {{ corate.whole_quotient('list_key', 4294967296) }} as collection,
        count(*) as set_count,
    from entries
    group by list_key
    having count(*) > 1
),

order_features as (
    select
        list_key,
        collection,
        set_count,
        row_number() over (
            partition by collection
            order by set_count desc, list_key
        ) - 1 as place,
    from count_sets
),

place_in_stripes as (
    select
        list_key,
        collection,
        set_count,
        collection * 4294967296 + {{ corate.whole_quotient('place', stripe_size) }} as stripe_key,
        cast({{ corate.whole_quotient(
            '(place % ' ~ stripe_size ~ ')', corate.bits_of_word()
        ) }} as integer) as word,
        {{ corate.bit_at('(place % ' ~ stripe_size ~ ') % ' ~ corate.bits_of_word()) }} as bit,
    from order_features
),

-- the pairs that come up in the stripe's lists between a set and those before it
count_pairs as (
    select
        place_in_stripes.collection,
        place_in_stripes.stripe_key,
        entries.set_number,
        sum(place_in_stripes.set_count - 1 - entries.later_sets) as pairs,
    from entries
    inner join place_in_stripes on place_in_stripes.list_key = entries.list_key
    group by
        place_in_stripes.collection,
        place_in_stripes.stripe_key,
        entries.set_number
),

find_first_sets as (
    select
        collection,
        min(set_number) as first_set,
    from count_pairs
    group by collection
),

-- n sets with bitmaps are compared n * (n - 1) / 2 times, each at the price of two pairs
weigh_bitmaps as (
    select
        count_pairs.stripe_key,
        count_pairs.set_number,
        sum(count_pairs.pairs) over (
            partition by count_pairs.stripe_key
            order by count_pairs.set_number
        )
        - cast(count_pairs.set_number - find_first_sets.first_set + 1 as bigint)
        * (count_pairs.set_number - find_first_sets.first_set) as saved,
    from count_pairs
    inner join find_first_sets on find_first_sets.collection = count_pairs.collection
),

find_most_saved as (
    select
        stripe_key,
        max(saved) as most_saved,
    from weigh_bitmaps
    group by stripe_key
),

find_last_sets as (
    select
        weigh_bitmaps.stripe_key,
        min(weigh_bitmaps.set_number) as last_set,
    from weigh_bitmaps
    inner join find_most_saved
        on
            find_most_saved.stripe_key = weigh_bitmaps.stripe_key
            and find_most_saved.most_saved = weigh_bitmaps.saved
    where find_most_saved.most_saved > 0
    group by weigh_bitmaps.stripe_key
),

limit_bitmaps as (
    select
        place_in_stripes.list_key,
        place_in_stripes.stripe_key,
        place_in_stripes.word,
        place_in_stripes.bit,
        coalesce(find_last_sets.last_set, 0) as last_set,
    from place_in_stripes
    left join find_last_sets on find_last_sets.stripe_key = place_in_stripes.stripe_key
)

select * from limit_bitmaps
{% endmacro %}
