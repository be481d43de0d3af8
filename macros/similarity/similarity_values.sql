{#
    The eighth step of set similarity, for models of the `blocked` materialization: how the values
    of the shared features go together. Values are whole numbers of steps (see int_rating_steps).

        similarity_values('compared_pairs', 'entries', 'rating_steps')
          ->  set_number_a, set_number_b, common_values, pearson, euclidean, mean_absolute_difference

    common_values counts the shared features that have a value on both sides. pearson is NULL where
    either side does not vary over them, or where they are fewer than two; the others are NULL where
    there are none. Every sum is one of whole numbers, exact in any order, and the last steps are a
    division and square roots, which every engine rounds the same way.
#}
{% macro similarity_values(compared_pairs, entries, steps) %}
with compared_pairs as (
    select
        set_number_a,
        set_number_b,
        position,
    from {{ compared_pairs }}
    where {{ corate.in_block('block_number') }}
),

value_steps as (
    select
        recipe_key as collection,
        steps,
    from {{ steps }}
),

larger_sets as (
    select distinct
        set_number_a,
        position,
    from compared_pairs
),

-- the features of the block's larger sets alone, so that what is looked up in stays small; set and
-- feature are one narrow key, which no engine can take apart to join the pairs with the larger side
larger_entries as (
    select
        {{ corate.number_in('larger_sets.position', 'entries.list_key % 4294967296') }} as entry_key,
        {{ corate.exact_number('entries.value') }} as value,
    from {{ entries }} as entries
    inner join larger_sets on larger_sets.set_number_a = entries.set_number
    where entries.value is not null
),

smaller_entries as (
    select
        compared_pairs.set_number_a,
        compared_pairs.set_number_b,
        {{ corate.number_in('compared_pairs.position', 'entries.list_key % 4294967296') }} as sought_key,
        {{ corate.exact_number('entries.value') }} as value,
    from {{ entries }} as entries
    inner join compared_pairs on compared_pairs.set_number_b = entries.set_number
    where entries.value is not null
),

meet_values as (
    select
        smaller_entries.set_number_a,
        smaller_entries.set_number_b,
        larger_entries.value as value_a,
        smaller_entries.value as value_b,
    from smaller_entries
    inner join larger_entries on larger_entries.entry_key = smaller_entries.sought_key
),

add_up as (
    select
        set_number_a,
        set_number_b,
        count(*) as common_values,
        sum(value_a) as total_a,
        sum(value_b) as total_b,
        sum(value_a * value_a) as squares_a,
        sum(value_b * value_b) as squares_b,
        sum(value_a * value_b) as products,
        sum(abs(value_a - value_b)) as differences,
    from meet_values
    group by
        set_number_a,
        set_number_b
),

take_spread as (
    select
        *,
        cast(common_values * squares_a - total_a * total_a as double) as spread_a,
        cast(common_values * squares_b - total_b * total_b as double) as spread_b,
        cast(common_values * products - total_a * total_b as double) as joint_spread,
        cast(squares_a + squares_b - 2 * products as double) as squared_distance,
    from add_up
),

measure_values as (
    select
        take_spread.set_number_a,
        take_spread.set_number_b,
        cast(take_spread.common_values as integer) as common_values,
        case
            when take_spread.spread_a > 0 and take_spread.spread_b > 0
                -- rounding may pass 1 by the last digit
                then greatest(
                    -1.0,
                    least(1.0, take_spread.joint_spread / (sqrt(take_spread.spread_a) * sqrt(take_spread.spread_b)))
                )
        end as pearson,
        -- rounded once, so that it is the root of 14 that comes for 14; the square of very small steps would be 0
        case
            when value_steps.steps <= 1e100 then sqrt(take_spread.squared_distance / value_steps.steps / value_steps.steps)
            else sqrt(take_spread.squared_distance) / value_steps.steps
        end as euclidean,
        cast(take_spread.differences as double) / take_spread.common_values / value_steps.steps
            as mean_absolute_difference,
    from take_spread
    inner join value_steps
        on value_steps.collection = {{ corate.whole_quotient('take_spread.set_number_a', 4294967296) }}
)

select * from measure_values
{% endmacro %}
