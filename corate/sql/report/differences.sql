-- Of each metric the method that is best by its mean over lists of $k in the recipe $recipe_id, and from which others
-- it cannot be told: those whose p by signs that are flipped, corrected by Holm, is .05 or more.
with means as (
    select
        intervals.metric,
        intervals.method,
        intervals.k,
        row_number() over (
            partition by intervals.metric
            order by
                intervals.mean desc,
                intervals.method asc
        ) as place
    from recommendations.metric_intervals as intervals
    where
        intervals.recipe_id = $recipe_id
        and intervals.k = $k
        and intervals.split = 'test'
        and intervals.user_group = 'all'
        and intervals.metric in ('ndcg', 'recall', 'hit_rate', 'mrr')
        and intervals.mean is not null
),

compare_with_best as (
    select
        means.metric,
        means.method as best,
        means.k,
        case when comparisons.method_a = means.method then comparisons.method_b else comparisons.method_a end as other,
        abs(comparisons.difference) as difference,
        comparisons.p_sign_flip_holm
    from means
    inner join recommendations.comparisons
        on
            comparisons.recipe_id = $recipe_id
            and comparisons.split = 'test'
            and comparisons.k = means.k
            and comparisons.metric = means.metric
            and means.method in (comparisons.method_a, comparisons.method_b)
    where means.place = 1
)

select
    metric,
    best,
    k,
    string_agg(other, ', ' order by other) filter (where p_sign_flip_holm < 0.05) as beaten,
    string_agg(other, ', ' order by other) filter (where p_sign_flip_holm >= 0.05) as not_told_apart
from compare_with_best
group by
    metric,
    best,
    k
order by list_position(['ndcg', 'recall', 'hit_rate', 'mrr'], metric)
