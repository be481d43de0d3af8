-- The genres of the items of a recipe, numbered, with how many its item has.
with recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

items as (
    select
        recipe_key,
        entity_id as item_id,
        entity_index as item_index
    from {{ ref('int_benchmark_entities') }}
    where kind = 'item'
),

item_genres as (
    select
        dataset_id,
        item_id,
        genre
    from {{ ref('int_item_genres') }}
    where genre is not null
),

int_genre_shares as (
    select
        items.recipe_key,
        items.item_index,
        cast(dense_rank() over (partition by items.recipe_key order by item_genres.genre) as integer) as genre_number,
        cast(count(*) over (partition by items.recipe_key, items.item_index) as integer) as genres
    from items
    inner join recipes on recipes.recipe_key = items.recipe_key
    inner join item_genres
        on
            item_genres.dataset_id = recipes.dataset_id
            and item_genres.item_id = items.item_id
)

select * from int_genre_shares
