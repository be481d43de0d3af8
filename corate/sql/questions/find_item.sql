-- The items of the recipe $recipe_id that $name may mean, best first: that of the id, those of the title, those whose
-- title it is a part of.
with items as (
    select
        items.item_id,
        catalog_items.title,
        catalog_items.release_year,
        items.interactions as popularity
    from benchmarks.items
    inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
    left join catalog.items as catalog_items
        on
            catalog_items.dataset_id = recipes.dataset_id
            and catalog_items.item_id = items.item_id
    where items.recipe_id = $recipe_id
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
