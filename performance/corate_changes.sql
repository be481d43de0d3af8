-- What Corate made of the rows that were added, whatever lies beside them.
with events as (
    select
        recipe_id,
        split,
        count(*) as events,
        cast(sum(hash(user_id, item_id, split, rating, rated_at)) as varchar) as digits
    from benchmarks.interactions
    where dataset_id = 'small'
    group by
        recipe_id,
        split
)

select
    (
        select string_agg(recipe_id || ' ' || split || ' ' || events || ' ' || digits, ', ' order by recipe_id, split)
        from events
    ) as events,
    (select count(*) from similarity.item_neighbors where starts_with(recipe_id, 'small-')) as item_neighbors,
    (select count(*) from recommendations.metrics where starts_with(recipe_id, 'small-')) as metrics
