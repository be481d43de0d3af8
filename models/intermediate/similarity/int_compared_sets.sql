-- What is compared with each other: the items of each recipe as sets of their raters, and its users as sets of what
-- they rated, where they are compared. Sets that are too small to share enough are left out, and so are users with one
-- or two items. The largest sets of a collection get the lowest numbers, so that pairs can be made from sorted lists
-- and blocks of few sets have about the same work.
with recipes as (
    select
        recipe_key,
        min_co_raters,
        neighbors,
        user_neighbors
    from {{ ref('int_recipes') }}
),

estimates as (
    select
        recipe_key,
        kind,
        smallest_size
    from {{ ref('int_pair_estimates') }}
    where is_compared
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
),

find_largest_rating as (
    select
        recipe_key,
        max(abs(rating)) as largest
    from train_ratings
    where rating is not null
    group by recipe_key
),

-- Sums of products of whole numbers are exact, and fit into 38 digits as long as a number has twelve and no two items
-- have 13 million raters in common. Six decimals are what ratings up to a million get; where the largest is beyond, or
-- below 1, its first twelve digits count. Whole numbers are told apart wherever they can be landed, below 10^12.
count_decimals as (
    select
        recipe_key,
        case
            when largest = 0 or (largest >= 1 and largest < 1000000) then 6
            -- no number has more than some 308 decimals
            -- 999999999999.9998 has the logarithm 12
            else least(greatest(11 - cast(floor(log10(largest)) as integer), 0), 300)
        end as decimals
    from find_largest_rating
),

list_collections as (
    select
        case estimates.kind
            when 'user' then {{ collection_of('user', 'recipes.recipe_key') }}
            else {{ collection_of('item', 'recipes.recipe_key') }}
        end as collection,
        recipes.recipe_key,
        estimates.kind,
        recipes.min_co_raters as min_shared,
        estimates.smallest_size,
        -- where a recipe asks for no number of similar users, it gets as many as similar items
        case estimates.kind
            when 'user' then coalesce(recipes.user_neighbors, recipes.neighbors)
            else recipes.neighbors
        end as neighbors,
        -- a power would be rounded in the engine's own way, a text is read as it is written
        cast('1e' || count_decimals.decimals as double) as rating_steps
    from recipes
    inner join estimates on estimates.recipe_key = recipes.recipe_key
    left join count_decimals on count_decimals.recipe_key = recipes.recipe_key
),

measure_sets as (
    {% for kind in ['item', 'user'] %}
    select
        recipe_key,
        '{{ kind }}' as kind,
        {{ kind }}_index as member,
        cast(count(*) as integer) as set_size
    from train_ratings
    group by
        recipe_key,
        {{ kind }}_index
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_compared_sets as (
    select
        list_collections.collection,
        list_collections.recipe_key,
        list_collections.kind,
        {{ number_in(
            'list_collections.collection',
            'row_number() over (partition by list_collections.collection'
            ~ ' order by measure_sets.set_size desc, measure_sets.member)'
        ) }} as set_number,
        measure_sets.member,
        measure_sets.set_size,
        list_collections.min_shared,
        -- no more than there can be: room is made for so many
        cast(
            least(list_collections.neighbors, count(*) over (partition by list_collections.collection)) as integer
        ) as neighbors,
        list_collections.rating_steps
    from measure_sets
    inner join list_collections
        on
            list_collections.recipe_key = measure_sets.recipe_key
            and list_collections.kind = measure_sets.kind
    where measure_sets.set_size >= list_collections.smallest_size
)

select * from int_compared_sets
