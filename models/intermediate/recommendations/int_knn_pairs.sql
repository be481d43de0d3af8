{{ config(materialized='counted', counted_by='count_weighed_pairs', partition_by={'recipe': 'set_number_a'}) }}

-- All pairs of items (users) with something in common, for methods with a measure of their own: how many features, and
-- the sum of the products of their values.
with knn_sets as (
    select
        collection,
        set_number,
        recipe_key,
        kind,
        weighting,
        member,
        min_shared
    from {{ ref('int_knn_sets') }}
),

knn_values as (
    select
        recipe_key,
        kind,
        weighting,
        member,
        feature,
        value
    from {{ ref('int_knn_values') }}
),

sets as (
    select
        collection,
        set_number,
        min_shared,
        1 as neighbors
    from knn_sets
),

entries as (
    select
        knn_sets.collection,
        knn_sets.set_number,
        {{ number_in('knn_sets.collection', 'knn_values.feature') }} as list_key,
        knn_values.value
    from knn_values
    inner join knn_sets
        on
            {{ number_in('knn_sets.recipe_key', 'knn_sets.member') }}
            = {{ number_in('knn_values.recipe_key', 'knn_values.member') }}
            and knn_sets.kind = knn_values.kind
            and knn_sets.weighting = knn_values.weighting
),

count_shared as (
    select
        entries.set_number as set_number_a,
        later_entries.set_number as set_number_b,
        cast(count(*) as integer) as shared,
        cast({{ exact_sum('entries.value * later_entries.value') }} as bigint) as products
    from entries
    inner join entries as later_entries
        on
            later_entries.list_key = entries.list_key
            and later_entries.set_number > entries.set_number
    group by
        entries.set_number,
        later_entries.set_number
),

int_knn_pairs as (
    select
        count_shared.set_number_a,
        count_shared.set_number_b,
        count_shared.shared,
        count_shared.products
    from count_shared
    inner join sets on sets.set_number = count_shared.set_number_a
    where count_shared.shared >= sets.min_shared
)

select * from int_knn_pairs
