-- In what steps the ratings of a recipe are told apart where they are compared. Sums of products of whole numbers
-- are exact, and fit into 38 digits as long as a number has twelve and no two items have 13 million raters in
-- common. Six decimals are what ratings up to a million get; where the largest is beyond, or below 1, its first
-- twelve digits count. Whole numbers are told apart wherever they can be landed, below 10^12.
with train_ratings as (
    select
        recipe_key,
        rating
    from {{ ref('int_train_ratings') }}
    where rating is not null
),

find_largest as (
    select
        recipe_key,
        max(abs(rating)) as largest
    from train_ratings
    group by recipe_key
),

count_decimals as (
    select
        recipe_key,
        case
            when largest = 0 or (largest >= 1 and largest < 1000000) then 6
            -- no number has more than some 308 decimals
            -- 999999999999.9998 has the logarithm 12
            else least(greatest(11 - cast(floor(log10(largest)) as integer), 0), 300)
        end as decimals
    from find_largest
),

int_rating_steps as (
    select
        recipe_key,
        -- a power would be rounded in the engine's own way, a text is read as it is written
        cast('1e' || decimals as double) as steps
    from count_decimals
)

select * from int_rating_steps
