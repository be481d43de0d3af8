-- What is most alike $item_id in content: for each of $feature_sets and rank, the neighbour by each measure with
-- that measure, side by side.
with nearest as (
    select
        neighbors.feature_set,
        neighbors.rank,
        neighbors.ranked_by,
        coalesce(
            neighbors.neighbor_title || coalesce(' (' || movies.release_year || ')', ''),
            neighbors.neighbor_id
        ) as name,
        case neighbors.ranked_by
            when 'jaccard' then neighbors.jaccard
            when 'cosine' then neighbors.cosine
            else neighbors.cosine_idf
        end as measure
    from similarity.content_neighbors as neighbors
    left join catalog.movies
        on
            neighbors.collection = 'movies'
            and movies.imdb_id = neighbors.neighbor_id
    where
        neighbors.collection = $collection
        and neighbors.item_id = $item_id
        and list_contains($feature_sets, neighbors.feature_set)
        and neighbors.rank <= $count
),

told as (
    select
        feature_set,
        rank,
        ranked_by,
        name || '  ' || cast(measure as decimal(9, 3)) as neighbor
    from nearest
)

select
    feature_set,
    rank,
    max(case when ranked_by = 'jaccard' then neighbor end) as jaccard,
    max(case when ranked_by = 'cosine' then neighbor end) as cosine,
    max(case when ranked_by = 'cosine_idf' then neighbor end) as cosine_idf
from told
group by feature_set, rank
order by list_position($feature_sets, feature_set), rank
