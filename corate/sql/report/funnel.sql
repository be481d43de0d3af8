-- What each step of the recipe $recipe_id left, from what was landed on; steps that dropped nothing are left out.
select
    0 as step_number,
    'as landed' as step,
    row_count_before as interactions,
    users_before as users,
    items_before as items,
    0 as dropped
from benchmarks.attrition
where
    recipe_id = $recipe_id
    and step_number = 1
union all
select
    step_number,
    replace(step, '_', ' ') as step,
    row_count as interactions,
    users,
    items,
    row_count_before - row_count as dropped
from benchmarks.attrition
where
    recipe_id = $recipe_id
    and row_count < row_count_before
order by step_number
