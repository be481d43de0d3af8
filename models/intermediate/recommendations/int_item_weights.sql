-- With what weight an item and its neighbours vote for each other: how alike they are.
with nearest as (
    select
        set_number,
        member,
        neighbor_member,
        set_size,
        neighbor_size,
        shared
    from {{ ref('int_item_nearest') }}
),

int_item_weights as (
    select
        {{ whole_quotient('set_number', 4294967296) }} as recipe_key,
        member as item_index,
        neighbor_member as neighbor_index,
        {{ vote_weight('shared', 'set_size', 'neighbor_size') }} as weight
    from nearest
)

select * from int_item_weights
