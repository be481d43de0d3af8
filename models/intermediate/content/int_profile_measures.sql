{{ config(partition_by={'feature_set': 'set_number'}) }}

-- Every measure of a profile and those most alike by each measure, itself included where it has several items: they are
-- each other's neighbours.
with compared_sets as (
    select feature_set_key
    from {{ ref('int_content_estimates') }}
    where is_compared
),

profiles as (
    select
        feature_set_key,
        set_number,
        place,
        weighed_by,
        members,
        set_size,
        norm
    from {{ ref('int_content_profiles') }}
    where member_number = 1
),

sets as (
    select
        profiles.set_number,
        profiles.place as member,
        profiles.weighed_by,
        profiles.members,
        profiles.set_size,
        profiles.norm
    from profiles
    inner join compared_sets on compared_sets.feature_set_key = profiles.feature_set_key
),

candidates as (
    select
        set_number,
        neighbor_number,
        shared,
        products
    from {{ ref('int_profile_candidates') }}
),

measure_candidates as (
    select
        candidates.set_number,
        candidates.neighbor_number,
        sets_b.member as neighbor_member,
        sets_a.weighed_by,
        candidates.shared,
        candidates.products,
        {{ similarity_closeness('jaccard', 'candidates') }} as jaccard,
        {{ similarity_closeness('cosine_squared', 'candidates') }} as cosine_squared,
        {{ similarity_closeness('value_cosine_squared', 'candidates') }} as value_cosine_squared
    from candidates
    inner join sets as sets_a on sets_a.set_number = candidates.set_number
    inner join sets as sets_b on sets_b.set_number = candidates.neighbor_number
),

-- a profile has all in common with itself
add_the_profile_itself as (
    select
        set_number,
        neighbor_number,
        neighbor_member,
        weighed_by,
        shared,
        products,
        jaccard,
        cosine_squared,
        value_cosine_squared
    from measure_candidates
    union all
    select
        set_number,
        set_number as neighbor_number,
        -- it has no place among the others
        null as neighbor_member,
        weighed_by,
        set_size as shared,
        norm as products,
        1 as jaccard,
        1 as cosine_squared,
        case when norm is not null then 1 end as value_cosine_squared
    from sets
    where members > 1
),

take_each_measure as (
    select
        'jaccard' as measure,
        set_number,
        neighbor_number,
        neighbor_member,
        shared,
        products,
        jaccard as closeness
    from add_the_profile_itself
    union all
    select
        'cosine' as measure,
        set_number,
        neighbor_number,
        neighbor_member,
        shared,
        products,
        cosine_squared as closeness
    from add_the_profile_itself
    -- where occurrences count, the cosine of values takes the place of the one of sets
    where coalesce(weighed_by, '') <> 'occurrences'
    union all
    select
        'value_cosine' as measure,
        set_number,
        neighbor_number,
        neighbor_member,
        shared,
        products,
        value_cosine_squared as closeness
    from add_the_profile_itself
    where value_cosine_squared is not null
),

rank_neighbors as (
    select
        *,
        row_number() over (
            partition by measure, set_number, neighbor_member is null
            order by closeness desc, shared desc, neighbor_member asc
        ) as rank
    from take_each_measure
),

int_profile_measures as (
    select
        found.measure,
        found.set_number,
        found.neighbor_number,
        found.closeness,
        found.shared,
        sets_a.set_size,
        sets_b.set_size as neighbor_size,
        cast(found.shared as double) / (sets_a.set_size + sets_b.set_size - found.shared) as jaccard,
        {{ set_cosine('found.shared', 'sets_a.set_size', 'sets_b.set_size') }} as cosine,
        {{ set_cosine('found.products', 'sets_a.norm', 'sets_b.norm') }} as value_cosine
    from rank_neighbors as found
    inner join sets as sets_a on sets_a.set_number = found.set_number
    inner join sets as sets_b on sets_b.set_number = found.neighbor_number
    where found.rank <= {{ var('content_neighbors') }}
)

select * from int_profile_measures
