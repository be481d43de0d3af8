-- The items of the recipe $recipe_id, as RecBole's atomic file. A tab or a line break in a title would end the field
-- for readers that know no quotes.
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
)

select
    items.item_index as "item_id:token",
    translate(catalog_items.title, chr(9) || chr(10) || chr(13), '   ') as "title:token_seq",
    catalog_items.release_year as "release_year:token",
    item_attributes.attributes
from benchmarks.items
inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
left join catalog.items as catalog_items
    on
        catalog_items.dataset_id = recipes.dataset_id
        and catalog_items.item_id = items.item_id
left join item_attributes on item_attributes.item_id = items.item_id
where items.recipe_id = $recipe_id
order by items.item_index
