{{ config(materialized='blocked', blocks='int_recommended_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_recommended_users') }}

-- The best items by every method, for each list: more than the public table shows, since metrics look as far. Votes are
-- cast with the weight of how alike the two are that they are about (Jaccard, shrunk), and added up by user and item.
--
--   popularity        the most popular items, the same for everybody
--   item_neighbors    the customary item kNN: an item collects votes from those of its neighbours that the user rated
--   item_votes        the other direction: each item that the user rated votes for its own neighbours
--   user_neighbors    each neighbour of a user votes for what they rated
--
-- `position` stands for user and method: with the item it makes one narrow key, by which votes are added up in half the
-- time of four columns. A large table has a name for each place where it is read: what has one name and is read twice,
-- DuckDB writes down first, in each block.
with users as (
    select
        recipe_key,
        method,
        user_index,
        candidates,
        position
    from {{ ref('int_recommended_users') }}
    where {{ in_block('block_number') }}
),

parts as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommended_parts') }}
),

train_ratings as (
    select
        {{ number_in('recipe_key', 'user_index') }} as user_number,
        {{ number_in('recipe_key', 'item_index') }} as item_number,
        item_index
    from {{ ref('int_train_ratings') }}
),

neighbor_ratings as (
    select
        {{ number_in('recipe_key', 'user_index') }} as neighbor_number,
        item_index
    from {{ ref('int_train_ratings') }}
),

valid_pairs as (
    select
        {{ number_in('recipe_key', 'user_index') }} as user_number,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

votes_of_neighbors as (
    select
        {{ number_in('recipe_key', 'neighbor_member') }} as voter_number,
        member as item_index,
        weight
    from {{ ref('int_nearest_neighbors') }}
    where kind = 'item'
),

votes_for_neighbors as (
    select
        {{ number_in('recipe_key', 'member') }} as voter_number,
        neighbor_member as item_index,
        weight
    from {{ ref('int_nearest_neighbors') }}
    where kind = 'item'
),

user_neighbors as (
    select
        {{ number_in('recipe_key', 'member') }} as user_number,
        {{ number_in('recipe_key', 'neighbor_member') }} as neighbor_number,
        weight
    from {{ ref('int_nearest_neighbors') }}
    where kind = 'user'
),

popular_items as (
    select
        {{ number_in('recipe_key', 'popularity_rank') }} as place_number,
        item_index,
        raters
    from {{ ref('int_popular_items') }}
),

popularity_ranks as (
    select
        {{ number_in('recipe_key', 'item_index') }} as item_number,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

list_rated_items as (
    select
        users.method,
        users.position,
        train_ratings.item_index,
        train_ratings.item_number
    from train_ratings
    inner join users on {{ number_in('users.recipe_key', 'users.user_index') }} = train_ratings.user_number
),

cast_votes as (
    select
        rated.position,
        votes.item_index,
        votes.weight
    from list_rated_items as rated
    inner join votes_of_neighbors as votes on votes.voter_number = rated.item_number
    where rated.method = 'item_neighbors'
    union all
    select
        rated.position,
        votes.item_index,
        votes.weight
    from list_rated_items as rated
    inner join votes_for_neighbors as votes on votes.voter_number = rated.item_number
    where rated.method = 'item_votes'
    union all
    select
        users.position,
        neighbor_ratings.item_index,
        user_neighbors.weight
    from users
    inner join user_neighbors
        on user_neighbors.user_number = {{ number_in('users.recipe_key', 'users.user_index') }}
    inner join neighbor_ratings on neighbor_ratings.neighbor_number = user_neighbors.neighbor_number
    where users.method = 'user_neighbors'
),

-- the places are named rather than compared with: a range makes an engine look at all items of a recipe for each of its
-- users
list_popular_places as (
    select
        recipe_key,
        position,
        {{ unnest_positions('candidates') }} as place
    from users
    where method = 'popularity'
),

add_up_votes as (
    select
        {{ number_in('position', 'item_index') }} as position_and_item,
        sum(weight) as weights
    from cast_votes
    group by {{ number_in('position', 'item_index') }}
),

-- Of the weights, whole numbers of 1e-18, a score is the sum to twelve digits. Equal sums may differ in their last
-- digit or two, which the twelve do not show, unless such a difference lies across the place where numbers are rounded.
-- That is not the half, where 1/8192 lies and other sums of simple fractions: it is a place that no fraction has whose
-- denominator is below 5^18.
score_items as (
    select
        position_and_item,
        case
            -- in 64 bits, which nearly all fit into, division takes a small part of the time
            when weights < 9000000000000000000
                then cast({{ whole_quotient('(cast(weights as bigint) + 618033)', 1000000) }} as double)
            else cast({{ whole_quotient('(weights + 618033)', 1000000) }} as double)
        end / 1000000000000 as score
    from add_up_votes
    union all
    select
        {{ number_in('places.position', 'popular_items.item_index') }} as position_and_item,
        cast(popular_items.raters as double) as score
    from list_popular_places as places
    inner join popular_items on popular_items.place_number = {{ number_in('places.recipe_key', 'places.place') }}
),

list_valid_items as (
    select {{ number_in('users.position', 'valid_pairs.item_index') }} as position_and_item
    from valid_pairs
    inner join users on {{ number_in('users.recipe_key', 'users.user_index') }} = valid_pairs.user_number
),

leave_out_rated_items as (
    select
        cast({{ whole_quotient('score_items.position_and_item', 4294967296) }} as integer) as position,
        {{ number_within('score_items.position_and_item') }} as item_index,
        score_items.score,
        met.position_and_item is not null as is_met_in_valid
    from score_items
    left join list_rated_items as rated
        on {{ number_in('rated.position', 'rated.item_index') }} = score_items.position_and_item
    left join list_valid_items as met on met.position_and_item = score_items.position_and_item
    where rated.item_index is null
),

-- only what reaches the last place of a list is put in order
find_last_places as (
    select
        position,
        {{ nth_largest('score', longest_list()) }} as last_score,
        {{ nth_largest('case when not is_met_in_valid then score end', longest_list()) }} as last_score_without_valid
    from leave_out_rated_items
    group by position
),

-- equal scores go to the more popular item, then to the first id
rank_items as (
    select
        users.recipe_key,
        users.method,
        users.user_index,
        scored.item_index,
        scored.score,
        scored.is_met_in_valid,
        row_number() over best_first as place,
        sum(case when scored.is_met_in_valid then 1 else 0 end) over best_first as met_so_far
    from leave_out_rated_items as scored
    inner join find_last_places as last
        on
            last.position = scored.position
            and least(last.last_score, coalesce(last.last_score_without_valid, last.last_score)) <= scored.score
    inner join users on users.position = scored.position
    inner join popularity_ranks
        on popularity_ranks.item_number = {{ number_in('users.recipe_key', 'scored.item_index') }}
    window best_first as (
        partition by scored.position
        order by scored.score desc, popularity_ranks.popularity_rank asc
    )
),

rank_for_parts as (
    select
        rank_items.*,
        parts.split,
        rank_items.place - case when parts.leaves_out_valid then rank_items.met_so_far else 0 end as rank
    from rank_items
    inner join parts on parts.recipe_key = rank_items.recipe_key
    where not (parts.leaves_out_valid and rank_items.is_met_in_valid)
),

int_recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        cast(rank as integer) as rank,
        item_index,
        score
    from rank_for_parts
    where rank <= {{ longest_list() }}
)

select * from int_recommendations
