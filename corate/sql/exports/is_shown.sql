-- Whether public views show the benchmark of the recipe $recipe_id: they do when its steps were made to the end.
select count(*) > 0 as is_shown
from benchmarks.interactions
where recipe_id = $recipe_id
