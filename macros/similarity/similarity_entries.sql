{#
    The second step of set similarity: the features of each set.

        similarity_entries('features', 'sets')
          ->  collection, set_number, list_key, value: (1, 4294967297, 4294967396, …), …

    `list_key` stands for collection and feature in one narrow column.
#}
{% macro similarity_entries(features, sets) %}
with features as (
    select
        collection,
        member,
        feature,
        value
    from {{ features }}
),

sets as (
    select
        collection,
        set_number,
        member
    from {{ sets }}
),

number_entries as (
    select
        features.collection,
        sets.set_number,
        cast(features.collection as bigint) * 4294967296 + features.feature as list_key,
        features.value
    from features
    inner join sets
        on
            sets.collection = features.collection
            and sets.member = features.member
)

select * from number_entries
{% endmacro %}
