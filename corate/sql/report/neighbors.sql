-- The ten nearest of a hundred items of the recipe $recipe_id, those that most people rated of all that are like
-- others, and why they are alike: how many rated both, and which genres both have.
with well_known as (
    select
        item_id,
        title,
        raters
    from similarity.item_neighbors
    where
        recipe_id = $recipe_id
        and rank = 1
    order by
        raters desc,
        item_id asc
    limit 100
),

shared_genres as (
    select
        genres.item_id,
        neighbor_genres.item_id as neighbor_id,
        string_agg(genres.genre, ', ' order by genres.genre) as genres
    from catalog.item_genres as genres
    inner join catalog.item_genres as neighbor_genres
        on
            neighbor_genres.dataset_id = genres.dataset_id
            and neighbor_genres.genre = genres.genre
    inner join well_known on well_known.item_id = genres.item_id
    where genres.dataset_id = $dataset_id
    group by
        genres.item_id,
        neighbor_genres.item_id
)

select
    well_known.item_id,
    coalesce(nullif(well_known.title, ''), well_known.item_id) as title,
    neighbors.rank,
    coalesce(nullif(neighbors.neighbor_title, ''), neighbors.neighbor_id) as neighbor_title,
    well_known.raters,
    neighbors.neighbor_raters,
    neighbors.co_raters,
    neighbors.jaccard,
    neighbors.pearson,
    shared_genres.genres
from well_known
inner join similarity.item_neighbors as neighbors
    on
        neighbors.recipe_id = $recipe_id
        and neighbors.item_id = well_known.item_id
left join shared_genres
    on
        shared_genres.item_id = neighbors.item_id
        and shared_genres.neighbor_id = neighbors.neighbor_id
where neighbors.rank <= 10
order by
    well_known.raters desc,
    well_known.item_id asc,
    neighbors.rank asc
