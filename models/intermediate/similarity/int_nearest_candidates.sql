{{ config(materialized='counted', counted_by='find_candidates', partition_by={'recipe': 'set_number'}) }}

-- The items and users that may be the nearest of others. Pairs of items are there, and of those stay what reaches the
-- last place; pairs of users are too many to be kept.
with item_sets as (
    select
        collection,
        set_number,
        set_size,
        min_shared,
        neighbors
    from {{ ref('int_compared_sets') }}
    where kind = 'item'
),

item_pairs as (
    select
        set_number_a,
        set_number_b,
        shared
    from {{ ref('int_item_pairs') }}
),

user_sets as (
    select
        collection,
        set_number,
        member,
        set_size,
        min_shared,
        neighbors
    from {{ ref('int_compared_sets') }}
    where kind = 'user'
),

user_entries as (
    select
        collection,
        set_number,
        list_key
    from {{ ref('int_compared_features') }}
    where kind = 'user'
),

near_items as (
    {{ similarity_near_pairs('item_pairs', 'item_sets', ['jaccard'], ['shared']) }}
),

user_pairs as (
    {{ similarity_pairs('user_sets', 'user_entries') }}
),

nearest_users as (
    {{ similarity_candidates('user_pairs', 'user_sets', ['jaccard'], ['shared']) }}
),

int_nearest_candidates as (
    select
        set_number,
        neighbor_number,
        shared
    from near_items
    union all
    select
        set_number,
        neighbor_number,
        shared
    from nearest_users
)

select * from int_nearest_candidates
