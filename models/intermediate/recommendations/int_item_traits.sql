-- What an item adds to a list that it is in, hit or not: how well known it is, and what its genres are worth. A model
-- of its own, so that an engine knows how few items are beside their places in lists.
with popular_items as (
    select
        recipe_key,
        item_index,
        raters,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

train_ratings as (
    select
        recipe_key,
        user_index
    from {{ ref('int_train_ratings') }}
),

genre_shares as (
    select
        recipe_key,
        item_index,
        genres
    from {{ ref('int_genre_shares') }}
),

count_users as (
    select
        recipe_key,
        count(distinct user_index) as users
    from train_ratings
    group by recipe_key
),

-- the head are the most popular items which together have the first 80 % of what there is
add_up_popularity as (
    select
        recipe_key,
        item_index,
        raters,
        sum(raters) over (
            partition by recipe_key
            order by popularity_rank
            rows unbounded preceding
        ) - raters as raters_before,
        sum(raters) over (partition by recipe_key) as all_raters
    from popular_items
),

-- vectors of genres have the length 1, so that a cosine is a sum of products
count_genres as (
    select
        recipe_key,
        item_index,
        max(genres) as genres,
        cast(round(1000000000 / sqrt(cast(max(genres) as double))) as bigint) as weight
    from genre_shares
    group by
        recipe_key,
        item_index
),

int_item_traits as (
    select
        add_up_popularity.recipe_key,
        add_up_popularity.item_index,
        count_users.users,
        add_up_popularity.raters,
        1000 * {{ logarithm('cast(count_users.users as double) / add_up_popularity.raters', 2) }} as information,
        case when 10 * add_up_popularity.raters_before >= 8 * add_up_popularity.all_raters then 1 else 0 end as is_tail,
        case when count_genres.genres is not null then 1 else 0 end as has_genres,
        coalesce(count_genres.genres * count_genres.weight * count_genres.weight, 0) as own_product
    from add_up_popularity
    inner join count_users on count_users.recipe_key = add_up_popularity.recipe_key
    left join count_genres
        on
            {{ number_in('count_genres.recipe_key', 'count_genres.item_index') }}
            = {{ number_in('add_up_popularity.recipe_key', 'add_up_popularity.item_index') }}
)

select * from int_item_traits
