-- Everybody who gets recommendations: all users of train, in blocks of about the same work.
with train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

recipes as (
    select
        recipe_key,
        neighbors
    from {{ ref('int_recipes') }}
),

neighbors_of_items as (
    select
        recipe_key,
        neighbor_member as item_index
    from {{ ref('int_nearest_sets') }}
    where kind = 'item'
),

-- an item votes for those whose neighbour it is: for a popular one, they are many
count_votes_of_items as (
    select
        recipe_key,
        item_index,
        count(*) as votes
    from neighbors_of_items
    group by
        recipe_key,
        item_index
),

count_items as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        count(*) as items,
        coalesce(sum(count_votes_of_items.votes), 0) as votes
    from train_ratings
    left join count_votes_of_items
        on
            {{ number_in('count_votes_of_items.recipe_key', 'count_votes_of_items.item_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.item_index') }}
    group by
        train_ratings.recipe_key,
        train_ratings.user_index
),

estimate_work as (
    select
        count_items.recipe_key,
        count_items.user_index,
        count_items.items,
        -- one way, an item votes for as many as it has neighbours
        greatest(count_items.votes, count_items.items * recipes.neighbors) as candidates
    from count_items
    inner join recipes on recipes.recipe_key = count_items.recipe_key
),

add_up_work as (
    select
        *,
        sum(candidates) over (order by recipe_key, user_index) as candidates_so_far
    from estimate_work
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
        ) as integer) as block_number
    from add_up_work
)

select * from int_advised_users
