{{ config(partition_by={'feature_set': 'set_number'}) }}

-- The items that are nearest to a profile, in order: those of its own and of the profiles most alike.
-- One more than neighbours are wanted, since each item of the profile is to leave itself out.
{% set wanted = var('content_neighbors') + 1 %}

with measures as (
    select
        measure,
        set_number,
        neighbor_number,
        closeness,
        shared
    from {{ ref('int_profile_measures') }}
),

members as (
    select
        set_number,
        place,
        member_number,
        members
    from {{ ref('int_content_profiles') }}
),

-- nothing of a profile is needed where those that are more alike have items enough
count_items_before as (
    select
        measures.measure,
        measures.set_number,
        measures.neighbor_number,
        measures.closeness,
        measures.shared,
        sum(members.members) over (
            partition by measures.measure, measures.set_number
            order by measures.closeness desc, measures.shared desc
        ) - sum(members.members) over (
            partition by measures.measure, measures.set_number, measures.closeness, measures.shared
        ) as items_before
    from measures
    inner join members
        on
            members.set_number = measures.neighbor_number
            and members.member_number = 1
),

number_items as (
    select
        count_items_before.measure,
        count_items_before.set_number,
        count_items_before.neighbor_number,
        members.place as neighbor_place,
        cast(row_number() over (
            partition by count_items_before.measure, count_items_before.set_number
            order by
                count_items_before.closeness desc,
                count_items_before.shared desc,
                members.place asc
        ) as integer) as position
    from count_items_before
    inner join members
        on
            members.set_number = count_items_before.neighbor_number
            and members.member_number <= {{ wanted }}
    where count_items_before.items_before < {{ wanted }}
),

int_profile_neighbors as (
    select
        measure,
        set_number,
        neighbor_number,
        neighbor_place,
        position
    from number_items
    where position <= {{ wanted }}
)

select * from int_profile_neighbors
