{{ config(materialized='blocked', blocks='int_recommended_users', weighed_by='candidates') }}
-- depends_on: {{ ref('int_recommended_users') }}

-- The best items by every method, for each list: more than the public table shows, since metrics look as far. Votes are
-- cast with the weight of how alike the two are that they are about (Jaccard, shrunk), and added up by user and item.
--
--   popularity        the most popular items, the same for everybody
--   item_neighbors    the customary item kNN: an item collects a vote from each of its own neighbours that the user rated
--   item_votes        the other direction: each item that the user rated votes for its own neighbours
--   user_neighbors    each neighbour of a user votes for what they rated
--
-- `position` stands for user and method: with the item it makes one narrow key, by which votes are added up in half the
-- time of four columns.
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

valid_pairs as (
    select
        {{ number_in('recipe_key', 'user_index') }} as user_number,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

neighbors as (
    select
        kind,
        {{ number_in('recipe_key', 'member') }} as member_number,
        member,
        {{ number_in('recipe_key', 'neighbor_member') }} as neighbor_number,
        neighbor_member,
        weight
    from {{ ref('int_nearest_neighbors') }}
),

popular_items as (
    select
        recipe_key,
        item_index,
        raters,
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
        neighbors.member as item_index,
        neighbors.weight
    from list_rated_items as rated
    inner join neighbors on neighbors.neighbor_number = rated.item_number
    where
        rated.method = 'item_neighbors'
        and neighbors.kind = 'item'
    union all
    select
        rated.position,
        neighbors.neighbor_member as item_index,
        neighbors.weight
    from list_rated_items as rated
    inner join neighbors on neighbors.member_number = rated.item_number
    where
        rated.method = 'item_votes'
        and neighbors.kind = 'item'
    union all
    select
        users.position,
        train_ratings.item_index,
        neighbors.weight
    from users
    inner join neighbors on neighbors.member_number = {{ number_in('users.recipe_key', 'users.user_index') }}
    inner join train_ratings on train_ratings.user_number = neighbors.neighbor_number
    where
        users.method = 'user_neighbors'
        and neighbors.kind = 'user'
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

score_items as (
    select
        {{ number_in('position', 'item_index') }} as position_and_item,
        {{ vote_score('weight') }} as score
    from cast_votes
    group by {{ number_in('position', 'item_index') }}
    union all
    select
        {{ number_in('places.position', 'popular_items.item_index') }} as position_and_item,
        cast(popular_items.raters as double) as score
    from list_popular_places as places
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.popularity_rank') }}
            = {{ number_in('places.recipe_key', 'places.place') }}
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
        row_number() over (
            partition by scored.position
            order by scored.score desc, popular_items.popularity_rank
        ) as place,
        -- among those that the user did not meet in valid, for one that is among them
        row_number() over (
            partition by scored.position, scored.is_met_in_valid
            order by scored.score desc, popular_items.popularity_rank
        ) as place_of_its_kind
    from leave_out_rated_items as scored
    inner join find_last_places as last
        on
            last.position = scored.position
            and least(last.last_score, coalesce(last.last_score_without_valid, last.last_score)) <= scored.score
    inner join users on users.position = scored.position
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('users.recipe_key', 'scored.item_index') }}
),

rank_for_parts as (
    select
        rank_items.*,
        parts.split,
        case when parts.leaves_out_valid then rank_items.place_of_its_kind else rank_items.place end as rank
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
