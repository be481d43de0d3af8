-- Profiles as sets of features, and as vectors of what features weigh. The largest sets of a collection get the lowest
-- numbers, so that pairs can be made from sorted lists and blocks of few sets have about the same work.
with vectors as (
    select
        feature_set_key,
        place,
        value
    from {{ ref('int_content_vectors') }}
),

profiles as (
    select
        feature_set_key,
        place
    from {{ ref('int_content_profiles') }}
    where place = profile
),

feature_sets as (
    select
        feature_set_key,
        weighed_by
    from {{ ref('content_feature_sets') }}
),

-- values are whole numbers, so that the sum is exact in any order
measure_profiles as (
    select
        profiles.feature_set_key,
        profiles.place,
        cast(count(*) as integer) as set_size,
        cast(sum({{ exact_number('vectors.value') }} * vectors.value) as bigint) as norm
    from vectors
    inner join profiles
        on
            profiles.feature_set_key = vectors.feature_set_key
            and profiles.place = vectors.place
    group by
        profiles.feature_set_key,
        profiles.place
),

int_profile_sets as (
    select
        measure_profiles.feature_set_key as collection,
        feature_sets.weighed_by,
        {{ number_in(
            'measure_profiles.feature_set_key',
            'row_number() over (partition by measure_profiles.feature_set_key'
            ~ ' order by measure_profiles.set_size desc, measure_profiles.place)'
        ) }} as set_number,
        measure_profiles.place as member,
        measure_profiles.set_size,
        measure_profiles.norm,
        1 as min_shared,
        {{ var('content_neighbors') }} as neighbors
    from measure_profiles
    inner join feature_sets on feature_sets.feature_set_key = measure_profiles.feature_set_key
)

select * from int_profile_sets
