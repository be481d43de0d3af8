-- How far predicted ratings are off in the test part of the recipe $recipe_id.
select
    method,
    events,
    rmse,
    mae,
    fallback_share
from recommendations.rating_metrics
where
    recipe_id = $recipe_id
    and split = 'test'
order by
    rmse,
    method
