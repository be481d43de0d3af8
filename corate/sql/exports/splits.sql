-- Each split of the recipe $recipe_id with its size and fingerprint, in the order of time.
select
    statistics.split,
    statistics.users,
    statistics.items,
    statistics.interactions,
    fingerprints.fingerprint
from benchmarks.statistics
left join benchmarks.fingerprints
    on
        fingerprints.recipe_id = statistics.recipe_id
        and fingerprints.split = statistics.split
where statistics.recipe_id = $recipe_id
order by
    case statistics.split
        when 'train' then 1
        when 'valid' then 2
        else 3
    end
