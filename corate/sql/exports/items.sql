-- Each item: the index, the raw id it leads back to, number of interactions, what the catalogue knows of it, a list of
-- its genres, and its attributes of one's own, each with a list of values.
with item_values as (
    select
        item_id,
        attribute,
        list(value order by value) as values_found
    from catalog.item_attributes
    where
        dataset_id = (
            select recipes.dataset_id
            from benchmarks.recipes
            where recipes.recipe_id = $recipe_id
        )
    group by item_id, attribute
),

item_attributes as (
    select
        item_id,
        map_from_entries(list(struct_pack(key := attribute, value := values_found))) as attributes
    from item_values
    group by item_id
),

genre_lists as (
    select
        item_id,
        list(genre order by genre) as genres
    from catalog.item_genres
    where
        dataset_id = (
            select recipes.dataset_id
            from benchmarks.recipes
            where recipes.recipe_id = $recipe_id
        )
    group by item_id
)

select
    items.item_index,
    items.item_id,
    items.interactions,
    catalog_items.title,
    catalog_items.release_year,
    catalog_items.imdb_id,
    genre_lists.genres,
    item_attributes.attributes
from benchmarks.items
inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
left join catalog.items as catalog_items
    on
        catalog_items.dataset_id = recipes.dataset_id
        and catalog_items.item_id = items.item_id
left join genre_lists on genre_lists.item_id = items.item_id
left join item_attributes on item_attributes.item_id = items.item_id
where items.recipe_id = $recipe_id
order by items.item_index
