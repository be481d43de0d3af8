-- What each step of the recipe $recipe_id left of what it was given.
select
    step,
    row_count_before,
    users_before,
    items_before,
    row_count,
    users,
    items
from benchmarks.attrition
where recipe_id = $recipe_id
order by step_number
