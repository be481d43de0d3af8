-- Everybody who gets recommendations: all users of train, in blocks of about the same work.
with train_ratings as (
    select
        recipe_key,
        user_index,
    from {{ ref('int_train_ratings') }}
),

recipes as (
    select
        recipe_key,
        neighbors,
    from {{ ref('int_recipes') }}
),

count_items as (
    select
        recipe_key,
        user_index,
        count(*) as items,
    from train_ratings
    group by
        recipe_key,
        user_index
),

estimate_work as (
    select
        count_items.recipe_key,
        count_items.user_index,
        count_items.items,
        count_items.items * recipes.neighbors as candidates,
        sum(count_items.items * recipes.neighbors) over (
            order by count_items.recipe_key, count_items.user_index
        ) as candidates_so_far,
    from count_items
    inner join recipes on recipes.recipe_key = count_items.recipe_key
),

int_advised_users as (
    select
        recipe_key,
        user_index,
        cast(items as integer) as items,
        cast(candidates as bigint) as candidates,
        cast(row_number() over (order by recipe_key, user_index) as integer) as position,
        cast(dense_rank() over (
            order by floor((candidates_so_far - candidates) / {{ var('pairs_per_block') }})
        ) as integer) as block_number,
    from estimate_work
)

select * from int_advised_users
