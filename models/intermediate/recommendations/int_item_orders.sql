-- Items in the order in which a method recommends them to everybody, for methods that ask nobody who they are; an item
-- of which nothing speaks is in no order.
--
--   popularity           users who rated it in train
--   recent_popularity    those who did in the last days of train, counted back from its last event
--   wilson               the lower bound of Wilson's interval of 95 % for the share of its raters who liked it: where
--                        the dataset says from which rating on, those who rated it so or not at all; else all of them
with methods as (
    select
        recipe_key,
        method,
        kind,
        days,
        liked_from
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'items'
        and compares is null
),

popular_items as (
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
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

train_events as (
    select
        recipe_key,
        user_index,
        item_index,
        rated_at
    from {{ ref('int_kept_interactions') }}
    where split in ('train', 'all')
),

find_last_events as (
    select
        recipe_key,
        max(rated_at) as last_rated_at
    from train_events
    group by recipe_key
),

count_recent_raters as (
    select
        methods.recipe_key,
        methods.method,
        train_events.item_index,
        count(distinct train_events.user_index) as raters
    from methods
    inner join find_last_events as last on last.recipe_key = methods.recipe_key
    inner join train_events on train_events.recipe_key = methods.recipe_key
    where
        methods.kind = 'recent_popularity'
        and {{ unix_microseconds('train_events.rated_at') }}
        > {{ unix_microseconds('last.last_rated_at') }} - cast(methods.days as bigint) * 86400000000
    group by
        methods.recipe_key,
        methods.method,
        train_events.item_index
),

count_liked as (
    select
        methods.recipe_key,
        methods.method,
        train_ratings.item_index,
        cast(count(*) as double) as ratings,
        sum(case when {{ is_relevant('train_ratings.rating', 'methods.liked_from') }} then 1 else 0 end)
        / cast(count(*) as double) as liked_share
    from methods
    inner join train_ratings on train_ratings.recipe_key = methods.recipe_key
    where methods.kind = 'wilson'
    group by
        methods.recipe_key,
        methods.method,
        train_ratings.item_index
),

-- 1.959963984540054 standard deviations have 95 % between them; its square is 3.8414588206941245
score_items as (
    select
        methods.recipe_key,
        methods.method,
        popular_items.item_index,
        cast(popular_items.raters as double) as score
    from methods
    inner join popular_items on popular_items.recipe_key = methods.recipe_key
    where methods.kind = 'popularity'
    union all
    select
        recipe_key,
        method,
        item_index,
        cast(raters as double) as score
    from count_recent_raters
    union all
    select
        recipe_key,
        method,
        item_index,
        (
            liked_share + 3.8414588206941245 / (2 * ratings)
            - 1.959963984540054 * sqrt(
                liked_share * (1 - liked_share) / ratings + 3.8414588206941245 / (4 * ratings * ratings)
            )
        ) / (1 + 3.8414588206941245 / ratings) as score
    from count_liked
    where liked_share > 0
),

int_item_orders as (
    select
        scored.recipe_key,
        scored.method,
        scored.item_index,
        scored.score,
        row_number() over (
            partition by scored.recipe_key, scored.method
            order by scored.score desc, popular_items.popularity_rank asc
        ) as place
    from score_items as scored
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('scored.recipe_key', 'scored.item_index') }}
)

select * from int_item_orders
