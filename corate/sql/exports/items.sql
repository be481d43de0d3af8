-- Each item: the index, the raw id it leads back to, number of interactions, and what the catalogue knows of it.
select
    items.item_index,
    items.item_id,
    items.interactions,
    catalog_items.title,
    catalog_items.release_year,
    catalog_items.imdb_id
from benchmarks.items
inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
left join catalog.items as catalog_items
    on
        catalog_items.dataset_id = recipes.dataset_id
        and catalog_items.item_id = items.item_id
where items.recipe_id = $recipe_id
order by items.item_index
