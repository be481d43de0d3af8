-- How many values each column of RecBole's files has in the whole benchmark of the recipe $recipe_id.
with known_interactions as (
    select
        count(rating) as "rating:float",
        count(rated_at) as "timestamp:float"
    from benchmarks.interactions
    where recipe_id = $recipe_id
),

known_items as (
    select
        count(catalog_items.title) as "title:token_seq",
        count(catalog_items.release_year) as "release_year:token"
    from benchmarks.items
    inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
    inner join catalog.items as catalog_items
        on
            catalog_items.dataset_id = recipes.dataset_id
            and catalog_items.item_id = items.item_id
    where items.recipe_id = $recipe_id
),

known_genres as (
    select count(*) as "genres:token_seq"
    from benchmarks.items
    inner join benchmarks.recipes on recipes.recipe_id = items.recipe_id
    inner join catalog.item_genres
        on
            item_genres.dataset_id = recipes.dataset_id
            and item_genres.item_id = items.item_id
    where items.recipe_id = $recipe_id
)

select *
from known_interactions
cross join known_items
cross join known_genres
