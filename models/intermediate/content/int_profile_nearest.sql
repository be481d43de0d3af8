-- The profiles most alike, by each measure.
with sets as (
    select
        weighed_by,
        set_number,
        member,
        set_size,
        norm,
        neighbors
    from {{ ref('int_profile_sets') }}
),

-- where occurrences count, the cosine of values takes the place of the one of sets
cosine_sets as (
    select *
    from sets
    where coalesce(weighed_by, '') <> 'occurrences'
),

value_sets as (
    select *
    from sets
    where norm is not null
),

nearest_by_jaccard as (
    {{ similarity_nearest(ref('int_profile_candidates'), 'sets', 'jaccard') }}
),

nearest_by_cosine as (
    {{ similarity_nearest(ref('int_profile_candidates'), 'cosine_sets', 'cosine_squared') }}
),

nearest_by_value_cosine as (
    {{ similarity_nearest(ref('int_profile_candidates'), 'value_sets', 'value_cosine_squared') }}
),

int_profile_nearest as (
    select
        'jaccard' as measure,
        set_number,
        neighbor_number,
        shared,
        jaccard as closeness
    from nearest_by_jaccard
    union all
    select
        'cosine' as measure,
        set_number,
        neighbor_number,
        shared,
        cosine_squared as closeness
    from nearest_by_cosine
    union all
    select
        'value_cosine' as measure,
        set_number,
        neighbor_number,
        shared,
        value_cosine_squared as closeness
    from nearest_by_value_cosine
)

select * from int_profile_nearest
