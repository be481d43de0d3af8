{{ config(materialized='view') }}

-- How alike the items and the users most alike are: by who rated them (what they rated), and by their common ratings.
-- Every sum is one of whole numbers, and the last steps are a division and square roots, which every engine rounds the
-- same way.
with nearest as (
    select
        recipe_key,
        kind,
        set_number,
        rank,
        neighbor_number,
        member,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        {{ set_cosine('shared', 'set_size', 'neighbor_size') }} as cosine
    from {{ ref('int_nearest_neighbors') }}
),

value_sums as (
    select
        set_number_a,
        set_number_b,
        common_values,
        {{ exact_number('total_a') }} as total_a,
        {{ exact_number('total_b') }} as total_b,
        {{ exact_number('squares_a') }} as squares_a,
        {{ exact_number('squares_b') }} as squares_b,
        {{ exact_number('products') }} as products,
        {{ exact_number('differences') }} as differences
    from {{ ref('int_value_sums') }}
),

sets as (
    select
        set_number,
        rating_steps
    from {{ ref('int_compared_sets') }}
),

take_spread as (
    select
        set_number_a,
        set_number_b,
        common_values,
        {{ nearest_double('(common_values * squares_a - total_a * total_a)') }} as spread_a,
        {{ nearest_double('(common_values * squares_b - total_b * total_b)') }} as spread_b,
        {{ nearest_double('(common_values * products - total_a * total_b)') }} as joint_spread,
        {{ nearest_double('(squares_a + squares_b - 2 * products)') }} as squared_distance,
        cast(differences as double) as differences
    from value_sums
),

int_nearest_measures as (
    select
        nearest.recipe_key,
        nearest.kind,
        nearest.member,
        nearest.rank,
        nearest.neighbor_member,
        nearest.set_size,
        nearest.neighbor_size,
        nearest.shared,
        nearest.jaccard,
        nearest.cosine,
        {{ shrunk('nearest.jaccard', 'nearest.shared') }} as jaccard_shrunk,
        {{ shrunk('nearest.cosine', 'nearest.shared') }} as cosine_shrunk,
        coalesce(cast(take_spread.common_values as integer), 0) as common_values,
        -- NULL where either side does not vary, or where they are fewer than two; rounding may pass 1 by the last digit
        case
            when take_spread.spread_a > 0 and take_spread.spread_b > 0
                then
                    greatest(
                        -1.0,
                        least(1.0, take_spread.joint_spread / (sqrt(take_spread.spread_a) * sqrt(take_spread.spread_b)))
                    )
        end as pearson,
        -- rounded once, so that it is the root of 14 that comes for 14; the square of very small steps would be 0
        case
            when sets.rating_steps <= 1e100
                then sqrt(take_spread.squared_distance / sets.rating_steps / sets.rating_steps)
            else sqrt(take_spread.squared_distance) / sets.rating_steps
        end as euclidean,
        take_spread.differences / take_spread.common_values / sets.rating_steps as mean_absolute_difference
    from nearest
    left join take_spread
        on
            take_spread.set_number_a = least(nearest.set_number, nearest.neighbor_number)
            and take_spread.set_number_b = greatest(nearest.set_number, nearest.neighbor_number)
    inner join sets on sets.set_number = nearest.set_number
)

select * from int_nearest_measures
