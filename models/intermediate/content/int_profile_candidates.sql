{{ config(materialized='counted', counted_by='find_nearest_by_values', partition_by={'feature_set': 'set_number'}) }}

-- The profiles that may be neighbours: of all pairs, those of which one is among the other's nearest by some measure.
with vectors as (
    select
        feature_set_key,
        place,
        feature_number,
        value
    from {{ ref('int_content_vectors') }}
),

compared_sets as (
    select feature_set_key
    from {{ ref('int_content_estimates') }}
    where is_compared
),

profiles as (
    select
        feature_set_key,
        set_number,
        place,
        set_size,
        norm
    from {{ ref('int_content_profiles') }}
    where member_number = 1
),

sets as (
    select
        profiles.feature_set_key as collection,
        profiles.set_number,
        profiles.place as member,
        profiles.set_size,
        profiles.norm,
        1 as min_shared,
        {{ var('content_neighbors') }} as neighbors
    from profiles
    inner join compared_sets on compared_sets.feature_set_key = profiles.feature_set_key
),

-- a list_key stands for feature set and feature in one narrow column
entries as (
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
),

later_entries as (
    select
        set_number,
        list_key,
        value
    from entries
),

pairs as (
    select
        entries.set_number as set_number_a,
        later_entries.set_number as set_number_b,
        cast(count(*) as integer) as shared,
        cast(sum(entries.value * later_entries.value) as bigint) as products
    from entries
    inner join later_entries
        on
            later_entries.list_key = entries.list_key
            and later_entries.set_number > entries.set_number
    group by
        entries.set_number,
        later_entries.set_number
),

int_profile_candidates as (
    {{ similarity_candidates(
        'pairs',
        'sets',
        ['jaccard', 'cosine_squared', 'value_cosine_squared'],
        ['shared', 'products']
    ) }}
)

select * from int_profile_candidates
