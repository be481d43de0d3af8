-- What to recommend to somebody who likes $liked and knows $known (lists of ids): items collect votes from those of
-- their own neighbours that are liked, with jaccard_shrunk, as in method item_neighbors of
-- recommendations.user_recommendations. Sums are of exact decimals, cut where no sum of simple fractions lies, so that
-- equal ones are equal.
with votes as (
    select
        item_id,
        raters,
        cast(jaccard_shrunk as decimal(38, 18)) as weight
    from similarity.item_neighbors
    where
        recipe_id = $recipe_id
        and neighbor_id in (select unnest($liked))
        and item_id not in (select unnest($known))
),

scores as (
    select
        item_id,
        max(raters) as raters,
        floor(sum(weight) * 1000000000000 + 0.618033) / 1000000000000 as score,
        count(*) as because_of
    from votes
    group by item_id
)

select
    scores.item_id,
    items.title,
    round(scores.score, 4) as score,
    scores.because_of
from scores
inner join benchmarks.items
    on
        items.recipe_id = $recipe_id
        and items.item_id = scores.item_id
order by scores.score desc, scores.raters desc, scores.item_id asc
limit $count
