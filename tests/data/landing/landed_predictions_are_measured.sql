{{ config(severity='warn') }}

-- Lists of methods of one's own of which something is wrong, one row a landing. It is told, and the build goes on: see
-- recommendations.landed_predictions.
with landed_predictions_are_measured as (
    select
        recipe_id,
        method,
        split,
        problem
    from {{ ref('recommendations__landed_predictions') }}
    where problem is not null
)

select * from landed_predictions_are_measured
