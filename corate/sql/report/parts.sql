-- The parts of the recipe $recipe_id, and what train knows of the time after a target.
select
    statistics.split,
    statistics.users,
    statistics.items,
    statistics.interactions,
    statistics.density,
    statistics.median_history,
    statistics.gini_items,
    statistics.first_rated_at,
    statistics.last_rated_at,
    statistics.starts_at,
    statistics.leakage,
    fingerprints.fingerprint,
    periods.leaking_share,
    periods.leaking_targets
from benchmarks.statistics
left join benchmarks.fingerprints
    on
        fingerprints.recipe_id = statistics.recipe_id
        and fingerprints.split = statistics.split
left join benchmarks.period_statistics as periods
    on
        periods.recipe_id = statistics.recipe_id
        and periods.split = statistics.split
        and periods.period = 'whole'
where statistics.recipe_id = $recipe_id
order by
    case statistics.split
        when 'all' then 0
        when 'train' then 1
        when 'valid' then 2
        else 3
    end
