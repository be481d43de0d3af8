-- The same for everybody: the most popular items that the user has not rated. Of the first n + 20
-- items, a user with n rated items, those of valid included, has at least 20 left (see longest_list).
with popular_items as (
    select
        recipe_key,
        item_index,
        raters,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

users as (
    select
        recipe_key,
        user_index,
        items
    from {{ ref('int_advised_users') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

lists as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommendation_lists') }}
),

valid_pairs as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
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

-- the places are named rather than compared with: a range makes an engine look at all items of a recipe for
-- each of its users
count_places as (
    select
        recipe_key,
        count(*) as places
    from popular_items
    group by recipe_key
),

list_places as (
    select
        users.recipe_key,
        users.user_index,
        {{ unnest_positions(
            'least(users.items + coalesce(count_valid_items.items, 0) + ' ~ longest_list() ~ ', count_places.places)'
        ) }} as place
    from users
    inner join count_places on count_places.recipe_key = users.recipe_key
    left join count_valid_items
        on
            {{ number_in('count_valid_items.recipe_key', 'count_valid_items.user_index') }}
            = {{ number_in('users.recipe_key', 'users.user_index') }}
),

list_candidates as (
    select
        list_places.recipe_key,
        list_places.user_index,
        popular_items.item_index,
        popular_items.raters,
        popular_items.popularity_rank
    from list_places
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.popularity_rank') }}
            = {{ number_in('list_places.recipe_key', 'list_places.place') }}
),

leave_out_rated_items as (
    select
        list_candidates.recipe_key,
        list_candidates.user_index,
        list_candidates.item_index,
        cast(list_candidates.raters as double) as score,
        valid_pairs.item_index is not null as is_met_in_valid,
        list_candidates.popularity_rank
    from list_candidates
    left join train_ratings
        on
            train_ratings.recipe_key = list_candidates.recipe_key
            and train_ratings.user_index = list_candidates.user_index
            and train_ratings.item_index = list_candidates.item_index
    left join valid_pairs
        on
            valid_pairs.recipe_key = list_candidates.recipe_key
            and valid_pairs.user_index = list_candidates.user_index
            and valid_pairs.item_index = list_candidates.item_index
    where train_ratings.item_index is null
),

{{ recommended_best('leave_out_rated_items') }},

int_popularity_recommendations as (
    select * from recommend_best
)

select * from int_popularity_recommendations
