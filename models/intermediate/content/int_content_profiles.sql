{{ config(partition_by={'feature_set': 'feature_set_key'}) }}

-- Items with the very same features are one profile, named by its most popular item: thousands have the same single
-- genre, and what holds for one of them holds for all. Features are compared in full, not by a hash of them; how often
-- they occur counts where it counts in a measure. Profiles are sets of features, and vectors of what these weigh; the
-- largest sets get the lowest numbers, so that pairs can be made from sorted lists and blocks of few sets have about
-- the same work.
with vectors as (
    select
        feature_set_key,
        place,
        feature_number,
        value
    from {{ ref('int_content_vectors') }}
),

feature_sets as (
    select
        feature_set_key,
        weighed_by
    from {{ ref('int_feature_sets') }}
),

-- values are whole numbers, so that their sum is exact in any order
list_features as (
    select
        feature_set_key,
        place,
        {{ ordered_list('feature_number', 'feature_number') }} as feature_numbers,
        {{ ordered_list('value', 'feature_number') }} as feature_values,
        cast(count(*) as integer) as set_size,
        cast(sum({{ exact_number('value') }} * value) as bigint) as norm
    from vectors
    group by
        feature_set_key,
        place
),

name_profiles as (
    select
        feature_set_key,
        place,
        min(place) over (partition by feature_set_key, feature_numbers, feature_values) as profile,
        set_size,
        norm
    from list_features
),

number_profiles as (
    select
        *,
        {{ number_in(
            'feature_set_key',
            'dense_rank() over (partition by feature_set_key order by set_size desc, profile)'
        ) }} as set_number
    from name_profiles
),

int_content_profiles as (
    select
        number_profiles.feature_set_key,
        feature_sets.weighed_by,
        number_profiles.place,
        number_profiles.set_number,
        cast(row_number() over (
            partition by number_profiles.set_number
            order by number_profiles.place
        ) as integer) as member_number,
        cast(count(*) over (partition by number_profiles.set_number) as integer) as members,
        number_profiles.set_size,
        number_profiles.norm
    from number_profiles
    inner join feature_sets on feature_sets.feature_set_key = number_profiles.feature_set_key
)

select * from int_content_profiles
