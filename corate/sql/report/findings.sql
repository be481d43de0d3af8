-- Every check of the recipe $recipe_id, with its thresholds; the worst first.
select
    split,
    check_id,
    figure,
    worse,
    look_beyond,
    critical_beyond,
    verdict,
    advice
from benchmarks.findings
where recipe_id = $recipe_id
order by
    case verdict
        when 'critical' then 1
        when 'look' then 2
        else 3
    end,
    check_id,
    split
