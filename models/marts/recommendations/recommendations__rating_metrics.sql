-- Sums of errors and of their squares are exact, the same in whatever order they are added.
with rating_predictions as (
    select
        recipe_key,
        method,
        split,
        prediction - rating as error,
        is_fallback
    from {{ ref('int_rating_predictions') }}
),

scales as (
    select
        recipe_key,
        steps
    from {{ ref('int_rating_scales') }}
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

square_errors as (
    select
        *,
        {{ rounded_number('cast(error as double) * error / 1000000000000') }} as rounded_square
    from rating_predictions
),

add_up_errors as (
    select
        recipe_key,
        method,
        split,
        count(*) as events,
        cast(sum(case when is_fallback then 1 else 0 end) as double) / count(*) as fallback_share,
        {{ exact_sum('abs(error)') }} as errors,
        sum({{ exact_number('error') }} * error) as squares,
        {{ exact_sum('rounded_square') }} as rounded_squares,
        sum({{ exact_number('rounded_square') }} * rounded_square) as squares_of_squares
    from square_errors
    group by
        recipe_key,
        method,
        split
),

-- variances of one absolute error and of one squared error; in units of int_rating_predictions
measure_errors as (
    select
        *,
        sqrt({{ nearest_double('squares') }} / events) as rmse,
        {{ nearest_double('errors') }} / events as mae,
        case when events > 1 then {{ squared_deviations('events', 'errors', 'squares') }} / (events - 1) end
            as variance_of_errors,
        case
            when events > 1
                then {{ squared_deviations('events', 'rounded_squares', 'squares_of_squares') }} / (events - 1)
        end as variance_of_squares
    from add_up_errors
),

recommendations__rating_metrics as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        measure_errors.method,
        measure_errors.split,
        measure_errors.events,
        {{ rating_from_units('measure_errors.rmse', 'scales.steps') }} as rmse,
        -- that of the mean square, over the slope of the root
        {{ rating_from_units(
            'sqrt(measure_errors.variance_of_squares / measure_errors.events)'
            ~ ' * 1000000000000 / nullif(2 * measure_errors.rmse, 0)',
            'scales.steps'
        ) }} as rmse_standard_error,
        {{ rating_from_units('measure_errors.mae', 'scales.steps') }} as mae,
        {{ rating_from_units('sqrt(measure_errors.variance_of_errors / measure_errors.events)', 'scales.steps') }}
            as mae_standard_error,
        measure_errors.fallback_share
    from measure_errors
    inner join scales on scales.recipe_key = measure_errors.recipe_key
    inner join recipes on recipes.recipe_key = measure_errors.recipe_key
)

select * from recommendations__rating_metrics
