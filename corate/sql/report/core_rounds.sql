-- The rounds of the core of the recipe $recipe_id, and what each left.
select
    round,
    users,
    items,
    interactions
from benchmarks.core_rounds
where recipe_id = $recipe_id
order by round
