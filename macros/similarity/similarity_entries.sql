{#
    The second step of set similarity: the features of each set, in the order of the sets, with the
    number of later sets that have the feature, too. That many pairs begin with this entry.

        similarity_entries('features', 'sets')
          ->  set_number, list_key, later_sets, value: (1, 4294967396, 1, …), (2, 4294967396, 0, …)

    `list_key` stands for collection and feature in one narrow column.
#}
{% macro similarity_entries(features, sets) %}
with features as (
    select
        collection,
        member,
        feature,
        value,
    from {{ features }}
),

sets as (
    select
        collection,
        set_number,
        member,
    from {{ sets }}
),

number_entries as (
    select
        sets.set_number,
        cast(sets.collection as bigint) * 4294967296 + features.feature as list_key,
        features.value,
    from features
    inner join sets
        on
            sets.collection = features.collection
            and sets.member = features.member
),

count_later_sets as (
    select
        set_number,
        list_key,
        cast(row_number() over (
            partition by list_key
            order by set_number desc
        ) - 1 as integer) as later_sets,
        value,
    from number_entries
    -- a block reads the entries of neighbouring sets: side by side, the others are skipped
    order by set_number
)

select * from count_later_sets
{% endmacro %}
