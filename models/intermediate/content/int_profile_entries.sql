{{ config(materialized='view') }}

-- The features of each profile. A list_key stands for feature set and feature in one narrow column.
with vectors as (
    select
        feature_set_key,
        place,
        feature_number,
        value
    from {{ ref('int_content_vectors') }}
),

sets as (
    select
        collection,
        set_number,
        member
    from {{ ref('int_profile_sets') }}
),

int_profile_entries as (
    select
        vectors.feature_set_key as collection,
        sets.set_number,
        {{ number_in('vectors.feature_set_key', 'vectors.feature_number') }} as list_key,
        vectors.value
    from vectors
    inner join sets
        on
            sets.collection = vectors.feature_set_key
            and sets.member = vectors.place
)

select * from int_profile_entries
