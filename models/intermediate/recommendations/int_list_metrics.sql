-- What the items of a user's list say, hits or not, in whole numbers of 1e-12: how well known they are, and, where
-- items have genres, how alike they are and how well their genres go with those of what the user had.
with recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index
    from {{ ref('int_recommendations') }}
),

measured_users as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_measured_users') }}
),

list_lengths as (
    select
        recipe_key,
        k
    from {{ ref('int_list_lengths') }}
),

item_traits as (
    select
        recipe_key,
        item_index,
        users,
        raters,
        information,
        is_tail,
        has_genres,
        own_product
    from {{ ref('int_item_traits') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

genre_shares as (
    select
        recipe_key,
        item_index,
        genre_number,
        genres
    from {{ ref('int_genre_shares') }}
),

-- every place of a list for each length that it is in
cut_lists as (
    select
        recommendations.recipe_key,
        recommendations.method,
        recommendations.split,
        list_lengths.k,
        recommendations.user_index,
        recommendations.item_index
    from recommendations
    inner join measured_users
        on
            {{ number_in('measured_users.recipe_key', 'measured_users.user_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.user_index') }}
            and measured_users.split = recommendations.split
    inner join list_lengths
        on
            list_lengths.recipe_key = recommendations.recipe_key
            and list_lengths.k >= recommendations.rank
),

add_up_items as (
    select
        cut_lists.recipe_key,
        cut_lists.method,
        cut_lists.split,
        cut_lists.k,
        cut_lists.user_index,
        count(*) as items,
        sum(items.raters) as raters,
        max(items.users) as users,
        {{ exact_sum('items.information') }} as information,
        sum(items.is_tail) as tail_items,
        sum(items.has_genres) as items_with_genres,
        {{ exact_sum('items.own_product') }} as own_products
    from cut_lists
    inner join item_traits as items
        on
            {{ number_in('items.recipe_key', 'items.item_index') }}
            = {{ number_in('cut_lists.recipe_key', 'cut_lists.item_index') }}
    group by
        cut_lists.recipe_key,
        cut_lists.method,
        cut_lists.split,
        cut_lists.k,
        cut_lists.user_index
),

-- an item is each of its genres by the same share
add_up_genres as (
    select
        cut_lists.recipe_key,
        cut_lists.method,
        cut_lists.split,
        cut_lists.k,
        cut_lists.user_index,
        genre_shares.genre_number,
        sum(cast(round(1000000000 / sqrt(cast(genre_shares.genres as double))) as bigint)) as weights,
        sum(cast(round(1000000000000 / cast(genre_shares.genres as double)) as bigint)) as genre_items
    from cut_lists
    inner join genre_shares
        on
            {{ number_in('genre_shares.recipe_key', 'genre_shares.item_index') }}
            = {{ number_in('cut_lists.recipe_key', 'cut_lists.item_index') }}
    group by
        cut_lists.recipe_key,
        cut_lists.method,
        cut_lists.split,
        cut_lists.k,
        cut_lists.user_index,
        genre_shares.genre_number
),

add_up_products as (
    select
        recipe_key,
        method,
        split,
        k,
        user_index,
        sum({{ exact_number('weights') }} * weights) as products
    from add_up_genres
    group by
        recipe_key,
        method,
        split,
        k,
        user_index
),

find_tastes as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        genre_shares.genre_number,
        sum(cast(round(1000000000000 / cast(genre_shares.genres as double)) as bigint)) as genre_items
    from train_ratings
    inner join genre_shares
        on
            {{ number_in('genre_shares.recipe_key', 'genre_shares.item_index') }}
            = {{ number_in('train_ratings.recipe_key', 'train_ratings.item_index') }}
    group by
        train_ratings.recipe_key,
        train_ratings.user_index,
        genre_shares.genre_number
),

share_tastes as (
    select
        recipe_key,
        user_index,
        genre_number,
        cast(genre_items as double)
        / sum(genre_items) over (partition by {{ number_in('recipe_key', 'user_index') }}) as taste
    from find_tastes
),

-- Of a list of which all items with genres have others than the user had, a hundredth is taken to be as the user's
-- taste, so that the divergence is finite.
compare_tastes as (
    select
        lists.recipe_key,
        lists.method,
        lists.split,
        lists.k,
        lists.user_index,
        sum(
            cast(round(1000 * tastes.taste * {{ logarithm(
                'tastes.taste / (0.01 * tastes.taste + 0.99 * coalesce(cast(genres.genre_items as double), 0)'
                ~ ' / lists.items_with_genres / 1000000000000)'
            ) }}) as bigint)
        ) as divergence
    from add_up_items as lists
    inner join share_tastes as tastes
        on
            {{ number_in('tastes.recipe_key', 'tastes.user_index') }}
            = {{ number_in('lists.recipe_key', 'lists.user_index') }}
    left join add_up_genres as genres
        on
            genres.method = lists.method
            and genres.split = lists.split
            and genres.k = lists.k
            and {{ number_in('genres.recipe_key', 'genres.user_index') }}
            = {{ number_in('lists.recipe_key', 'lists.user_index') }}
            and genres.genre_number = tastes.genre_number
    where lists.items_with_genres > 0
    group by
        lists.recipe_key,
        lists.method,
        lists.split,
        lists.k,
        lists.user_index
),

int_list_metrics as (
    select
        lists.recipe_key,
        lists.method,
        lists.split,
        lists.k,
        lists.user_index,
        cast(round(cast(lists.information as double) / lists.items) as bigint) as novelty,
        cast(
            round(1000000000000 * cast(lists.raters as double) / lists.items / lists.users) as bigint
        ) as popularity,
        cast(round(1000000000000 * cast(lists.tail_items as double) / lists.items) as bigint) as long_tail,
        -- every pair of different items twice
        case
            when lists.items_with_genres > 1
                then
                    -- lengths are 1 to nine digits
                    greatest(0, 1000000000000 - cast(round(
                        {{ nearest_double('(add_up_products.products - lists.own_products)') }} / 1000000
                        / (cast(lists.items_with_genres as double) * (lists.items_with_genres - 1))
                    ) as bigint))
        end as diversity,
        compare_tastes.divergence as miscalibration
    from add_up_items as lists
    left join add_up_products
        on
            add_up_products.method = lists.method
            and add_up_products.split = lists.split
            and add_up_products.k = lists.k
            and {{ number_in('add_up_products.recipe_key', 'add_up_products.user_index') }}
            = {{ number_in('lists.recipe_key', 'lists.user_index') }}
    left join compare_tastes
        on
            compare_tastes.method = lists.method
            and compare_tastes.split = lists.split
            and compare_tastes.k = lists.k
            and {{ number_in('compare_tastes.recipe_key', 'compare_tastes.user_index') }}
            = {{ number_in('lists.recipe_key', 'lists.user_index') }}
)

select * from int_list_metrics
