-- The users who rated both $item_a and $item_b in train, with their ratings. Of several events of a user and an item
-- the last one counts, as in similarity.item_neighbors.
with raters as (
    select
        item_id,
        user_id,
        rating
    from benchmarks.interactions
    where
        recipe_id = $recipe_id
        and split in ('train', 'all')
        and item_id in ($item_a, $item_b)
    qualify
        row_number() over (
            partition by item_id, user_id
            order by rated_at desc nulls last, source_row desc
        ) = 1
)

select
    raters_a.user_id,
    raters_a.rating as rating_a,
    raters_b.rating as rating_b
from raters as raters_a
inner join raters as raters_b on raters_b.user_id = raters_a.user_id
where
    raters_a.item_id = $item_a
    and raters_b.item_id = $item_b
order by raters_a.user_id
limit $count
