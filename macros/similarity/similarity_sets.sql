{#
    The first step of set similarity: whatever is to be compared, as the set of its features. Two
    items are compared as sets of users, two users as sets of items, two films as sets of genres.

    The largest sets of a collection get the lowest numbers, so that pairs can be made from sorted lists and
    blocks of few sets have about the same work. The collection's own number is in the high bits (see
    number_in). Sets that are too small to share enough are left out.

        features      collection, member, feature (whole numbers below 2^32), value: each pair of
                      member and feature once
        collections   collection, min_shared, min_size, neighbors

        similarity_sets('features', 'collections'), features = (1, 7, 100), (1, 7, 101), (1, 8, 100)
          ->  collection, set_number, member, set_size: (1, 4294967297, 7, 2), (1, 4294967298, 8, 1)

    With `weighed`, a set is a vector of its values, too, and `norm` the sum of their squares; NULL
    where it has none. Values are whole numbers, so that the sum is exact in any order.
#}
{% macro similarity_sets(features, collections, weighed=false) %}
with features as (
    select
        collection,
        member
        {%- if weighed %},
        value{% endif %}
    from {{ features }}
),

collections as (
    select
        collection,
        min_shared,
        min_size,
        neighbors
    from {{ collections }}
),

count_features as (
    select
        collection,
        member,
        cast(count(*) as integer) as set_size
        {%- if weighed %},
        cast(sum({{ corate.exact_number('value') }} * value) as bigint) as norm{% endif %}
    from features
    group by
        collection,
        member
),

number_sets as (
    select
        collections.collection,
        {{ corate.number_in(
            'collections.collection',
            'row_number() over (partition by collections.collection'
            ~ ' order by count_features.set_size desc, count_features.member)'
        ) }} as set_number,
        count_features.member,
        count_features.set_size,
        {% if weighed %}count_features.norm,{% endif %}
        collections.min_shared,
        collections.neighbors
    from count_features
    inner join collections on collections.collection = count_features.collection
    where count_features.set_size >= greatest(collections.min_shared, collections.min_size)
)

select * from number_sets
{% endmacro %}
