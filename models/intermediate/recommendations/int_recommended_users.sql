-- Everybody who gets recommendations, by each method: all users of train for whom there is something to choose from. In
-- blocks of about the same work.
with train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

nearest_neighbors as (
    select
        recipe_key,
        kind,
        member,
        neighbor_member
    from {{ ref('int_nearest_neighbors') }}
),

popular_items as (
    select recipe_key
    from {{ ref('int_popular_items') }}
),

valid_pairs as (
    select
        recipe_key,
        user_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

-- by item_neighbors, an item votes for those whose neighbour it is: for a popular one, they are many; by item_votes,
-- for its own neighbours
count_votes_of_items as (
    select
        'item_neighbors' as method,
        recipe_key,
        neighbor_member as item_index,
        count(*) as votes
    from nearest_neighbors
    where kind = 'item'
    group by
        recipe_key,
        neighbor_member
    union all
    select
        'item_votes' as method,
        recipe_key,
        member as item_index,
        count(*) as votes
    from nearest_neighbors
    where kind = 'item'
    group by
        recipe_key,
        member
),

count_rated_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from train_ratings
    group by
        recipe_key,
        user_index
),

count_valid_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from valid_pairs
    group by
        recipe_key,
        user_index
),

count_items as (
    select
        recipe_key,
        count(*) as items
    from popular_items
    group by recipe_key
),

count_candidates as (
    -- of the first n + 20 items, a user with n rated items, those of valid included, has at least 20 left
    select
        'popularity' as method,
        rated.recipe_key,
        rated.user_index,
        least(rated.items + coalesce(count_valid_items.items, 0) + {{ longest_list() }}, count_items.items)
            as candidates
    from count_rated_items as rated
    inner join count_items on count_items.recipe_key = rated.recipe_key
    left join count_valid_items
        on
            {{ number_in('count_valid_items.recipe_key', 'count_valid_items.user_index') }}
            = {{ number_in('rated.recipe_key', 'rated.user_index') }}
    union all
    select
        count_votes_of_items.method,
        train_ratings.recipe_key,
        train_ratings.user_index,
        sum(count_votes_of_items.votes) as candidates
    from train_ratings
    inner join count_votes_of_items
        on
            {{ number_in('count_votes_of_items.recipe_key', 'count_votes_of_items.item_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.item_index') }}
    group by
        count_votes_of_items.method,
        train_ratings.recipe_key,
        train_ratings.user_index
    union all
    -- a neighbour votes for all that they rated
    select
        'user_neighbors' as method,
        nearest_neighbors.recipe_key,
        nearest_neighbors.member as user_index,
        sum(rated.items) as candidates
    from nearest_neighbors
    inner join count_rated_items as rated
        on
            {{ number_in('rated.recipe_key', 'rated.user_index') }}
            = {{ number_in('nearest_neighbors.recipe_key', 'nearest_neighbors.neighbor_member') }}
    where nearest_neighbors.kind = 'user'
    group by
        nearest_neighbors.recipe_key,
        nearest_neighbors.member
),

add_up_work as (
    select
        *,
        sum(candidates) over (order by method, recipe_key, user_index) as candidates_so_far
    from count_candidates
),

int_recommended_users as (
    select
        recipe_key,
        method,
        user_index,
        cast(candidates as bigint) as candidates,
        cast(row_number() over (order by method, recipe_key, user_index) as integer) as position,
        cast(dense_rank() over (
            order by floor((candidates_so_far - candidates) / {{ var('pairs_per_block') }})
        ) as integer) as block_number
    from add_up_work
)

select * from int_recommended_users
