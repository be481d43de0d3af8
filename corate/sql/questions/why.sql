-- How many users rated $item_a, $item_b and both in train, and what that makes of it. It is counted anew, so that it
-- holds for items that are no neighbours, too.
with raters as (
    select distinct
        item_id,
        user_id
    from benchmarks.interactions
    where
        recipe_id = $recipe_id
        and split in ('train', 'all')
        and item_id in ($item_a, $item_b)
),

items_of_users as (
    select
        user_id,
        bool_or(item_id = $item_a) as has_a,
        bool_or(item_id = $item_b) as has_b
    from raters
    group by user_id
),

counts as (
    select
        count(*) filter (where has_a) as raters_a,
        count(*) filter (where has_b) as raters_b,
        count(*) filter (where has_a and has_b) as co_raters
    from items_of_users
)

select
    raters_a,
    raters_b,
    co_raters,
    round(co_raters / nullif(raters_a + raters_b - co_raters, 0), 4) as jaccard,
    round(co_raters / nullif(sqrt(raters_a * raters_b), 0), 4) as cosine
from counts
