-- The items of each profile, the most popular first.
with profiles as (
    select
        feature_set_key,
        place,
        profile
    from {{ ref('int_content_profiles') }}
),

sets as (
    select
        collection,
        set_number,
        member
    from {{ ref('int_profile_sets') }}
),

int_profile_members as (
    select
        sets.set_number,
        profiles.place,
        cast(row_number() over (
            partition by sets.set_number
            order by profiles.place
        ) as integer) as member_number,
        cast(count(*) over (partition by sets.set_number) as integer) as members
    from profiles
    inner join sets
        on
            sets.collection = profiles.feature_set_key
            and sets.member = profiles.profile
)

select * from int_profile_members
