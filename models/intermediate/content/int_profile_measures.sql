-- Every measure of a profile and those most alike, itself included where it has several items: they
-- are each other's neighbours.
with nearest as (
    select
        measure,
        set_number,
        neighbor_number,
        shared,
        closeness
    from {{ ref('int_profile_nearest') }}
),

candidates as (
    select
        set_number,
        neighbor_number,
        products
    from {{ ref('int_profile_candidates') }}
),

sets as (
    select
        weighed_by,
        set_number,
        set_size,
        norm
    from {{ ref('int_profile_sets') }}
),

members as (
    select distinct
        set_number,
        members
    from {{ ref('int_profile_members') }}
),

shared_profiles as (
    select
        sets.weighed_by,
        sets.set_number,
        sets.set_size,
        sets.norm
    from sets
    inner join members on members.set_number = sets.set_number
    where members.members > 1
),

add_products as (
    select
        nearest.measure,
        nearest.set_number,
        nearest.neighbor_number,
        nearest.shared,
        nearest.closeness,
        candidates.products
    from nearest
    inner join candidates
        on
            candidates.set_number = nearest.set_number
            and candidates.neighbor_number = nearest.neighbor_number
),

-- a profile has all in common with itself
add_the_profile_itself as (
    select * from add_products
    union all
    select
        'jaccard' as measure,
        set_number,
        set_number as neighbor_number,
        set_size as shared,
        1 as closeness,
        norm as products
    from shared_profiles
    union all
    select
        'cosine' as measure,
        set_number,
        set_number as neighbor_number,
        set_size as shared,
        1 as closeness,
        norm as products
    from shared_profiles
    where coalesce(weighed_by, '') <> 'occurrences'
    union all
    select
        'value_cosine' as measure,
        set_number,
        set_number as neighbor_number,
        set_size as shared,
        1 as closeness,
        norm as products
    from shared_profiles
    where norm is not null
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
    from add_the_profile_itself as found
    inner join sets as sets_a on sets_a.set_number = found.set_number
    inner join sets as sets_b on sets_b.set_number = found.neighbor_number
)

select * from int_profile_measures
