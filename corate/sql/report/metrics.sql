-- What methods reach in the test part of the recipe $recipe_id, in lists of ten or, where nobody asked for those, in
-- the longest, with an interval; of metrics those that papers report most.
with choose_length as (
    select coalesce(max(k) filter (where k = 10), max(k)) as k
    from recommendations.metric_intervals
    where recipe_id = $recipe_id
)

select
    intervals.metric,
    intervals.method,
    intervals.k,
    intervals.users,
    intervals.negatives,
    intervals.mean,
    intervals.interval_low,
    intervals.interval_high
from recommendations.metric_intervals as intervals
inner join choose_length on choose_length.k = intervals.k
where
    intervals.recipe_id = $recipe_id
    and intervals.split = 'test'
    and intervals.user_group = 'all'
    and intervals.metric in ('ndcg', 'recall', 'hit_rate', 'mrr', 'novelty', 'diversity')
    and intervals.mean is not null
order by
    list_position(['ndcg', 'recall', 'hit_rate', 'mrr', 'novelty', 'diversity'], intervals.metric) asc,
    intervals.mean desc,
    intervals.method asc
