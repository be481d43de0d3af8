-- What is compared by content in $collection and $name may mean, best first: see find_item.sql. Films have the title
-- and year of a landed dataset, models go by their id, items of one's own have the title of their list.
with compared_items as (
    select distinct item_id
    from similarity.content_neighbors
    where collection = $collection
),

rated_films as (
    select
        imdb_id,
        sum(interactions) as popularity
    from catalog.items
    where imdb_id is not null
    group by imdb_id
),

items as (
    select
        compared_items.item_id,
        coalesce(movies.title, own_items.title, compared_items.item_id) as title,
        movies.release_year,
        coalesce(rated_films.popularity, models.downloads, own_items.interactions, 0) as popularity
    from compared_items
    left join catalog.movies
        on
            $collection = 'movies'
            and movies.imdb_id = compared_items.item_id
    left join rated_films
        on
            $collection = 'movies'
            and rated_films.imdb_id = compared_items.item_id
    left join catalog.models
        on
            $collection = 'models'
            and models.model_id = compared_items.item_id
    left join catalog.items as own_items
        on
            own_items.dataset_id = $collection
            and own_items.item_id = compared_items.item_id
)

select
    item_id,
    title,
    release_year,
    case
        when item_id = $name then 'id'
        when lower(title) = lower($name) then 'title'
        else 'part'
    end as found_by
from items
where
    item_id = $name
    or contains(lower(title), lower($name))
order by
    found_by = 'id' desc,
    found_by = 'title' desc,
    popularity desc,
    item_id asc
limit 5
