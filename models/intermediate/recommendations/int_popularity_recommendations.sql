-- The same for everybody: the most popular items that the user has not rated. Of the first n + 20
-- items, a user with n rated items has at least 20 left.
with popular_items as (
    select
        recipe_key,
        item_index,
        raters,
        popularity_rank,
    from {{ ref('int_popular_items') }}
),

users as (
    select
        recipe_key,
        user_index,
        items,
    from {{ ref('int_advised_users') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
    from {{ ref('int_train_ratings') }}
),

-- the places are named rather than compared with: a range makes an engine look at all items of a recipe for
-- each of its users
count_places as (
    select
        recipe_key,
        count(*) as places,
    from popular_items
    group by recipe_key
),

list_places as (
    select
        users.recipe_key,
        users.user_index,
        {{ unnest_positions('least(users.items + 20, count_places.places)') }} as place,
    from users
    inner join count_places on count_places.recipe_key = users.recipe_key
),

list_candidates as (
    select
        list_places.recipe_key,
        list_places.user_index,
        popular_items.item_index,
        popular_items.raters,
        popular_items.popularity_rank,
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
        list_candidates.raters,
        list_candidates.popularity_rank,
    from list_candidates
    left join train_ratings
        on
            train_ratings.recipe_key = list_candidates.recipe_key
            and train_ratings.user_index = list_candidates.user_index
            and train_ratings.item_index = list_candidates.item_index
    where train_ratings.item_index is null
),

rank_candidates as (
    select
        recipe_key,
        user_index,
        item_index,
        cast(raters as double) as score,
        row_number() over (
            partition by recipe_key, user_index
            order by popularity_rank
        ) as rank,
    from leave_out_rated_items
),

int_popularity_recommendations as (
    select
        recipe_key,
        user_index,
        cast(rank as integer) as rank,
        item_index,
        score,
    from rank_candidates
    where rank <= 20
)

select * from int_popularity_recommendations
