with recipes as (
    select
        recipe_key,
        dataset_id
    from {{ ref('int_recipes') }}
),

entities as (
    select
        recipe_key,
        recipe_id,
        entity_id as item_id,
        entity_index as item_index
    from {{ ref('int_benchmark_entities') }}
    where kind = 'item'
),

list_items as (
    select
        recipe_key,
        {{ unnest_list('item_indexes') }} as item_index
    from {{ ref('int_user_histories') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

count_interactions as (
    select
        recipe_key,
        item_index,
        count(*) as interactions
    from list_items
    group by
        recipe_key,
        item_index
),

benchmarks__items as (
    select
        entities.recipe_id,
        recipes.dataset_id,
        entities.item_id,
        titles.title,
        entities.item_index,
        count_interactions.interactions
    from entities
    inner join recipes on recipes.recipe_key = entities.recipe_key
    left join titles
        on
            titles.dataset_id = recipes.dataset_id
            and titles.item_id = entities.item_id
    -- whatever is kept has a kept event; should one have none, the NULL fails the test of interactions
    left join count_interactions
        on
            count_interactions.recipe_key = entities.recipe_key
            and count_interactions.item_index = entities.item_index
)

select * from benchmarks__items
