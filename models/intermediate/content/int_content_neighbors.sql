{{ config(materialized='view') }}

-- What is nearest to the profile of an item is nearest to the item, itself left out: who comes after
-- it moves up.
with neighbors as (
    select
        measure,
        set_number,
        neighbor_number,
        neighbor_place,
        position
    from {{ ref('int_profile_neighbors') }}
),

members as (
    select
        set_number,
        place
    from {{ ref('int_profile_members') }}
),

sets as (
    select
        collection,
        set_number,
        neighbors
    from {{ ref('int_profile_sets') }}
),

own_positions as (
    select
        measure,
        set_number,
        neighbor_place as place,
        position
    from neighbors
    where neighbor_number = set_number
),

leave_out_the_item as (
    select
        sets.collection as feature_set_key,
        neighbors.measure,
        neighbors.set_number,
        members.place,
        neighbors.position
        - case when own_positions.position < neighbors.position then 1 else 0 end as rank,
        neighbors.neighbor_number,
        neighbors.neighbor_place,
        sets.neighbors
    from neighbors
    inner join sets on sets.set_number = neighbors.set_number
    inner join members on members.set_number = neighbors.set_number
    left join own_positions
        on
            own_positions.measure = neighbors.measure
            and own_positions.set_number = members.set_number
            and own_positions.place = members.place
    where neighbors.neighbor_place <> members.place
),

int_content_neighbors as (
    select
        feature_set_key,
        measure,
        set_number,
        place,
        rank,
        neighbor_number,
        neighbor_place
    from leave_out_the_item
    where rank <= neighbors
)

select * from int_content_neighbors
