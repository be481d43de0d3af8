{{ config(materialized='view') }}

-- A view over int_item_pairs: at the size of MovieLens 20M there are 75 million pairs, and their
-- ids as text would take most of the space. Index order is the order of the ids as text.
with pairs as (
    select
        set_number_a,
        set_number_b,
        shared
    from {{ ref('int_item_pairs') }}
),

sets as (
    select
        recipe_key,
        set_number,
        member,
        set_size
    from {{ ref('int_compared_sets') }}
    where kind = 'item'
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

items as (
    select
        recipe_id,
        item_id,
        title,
        item_index
    from {{ ref('benchmarks__items') }}
),

name_sets as (
    select
        sets.set_number,
        recipes.recipe_id,
        recipes.dataset_id,
        sets.member as item_index,
        items.item_id,
        items.title,
        sets.set_size as raters
    from sets
    inner join recipes on recipes.recipe_key = sets.recipe_key
    inner join items
        on
            items.recipe_id = recipes.recipe_id
            and items.item_index = sets.member
),

similarity__item_co_ratings as (
    select
        sets_a.recipe_id,
        sets_a.dataset_id,
        case when sets_a.item_index < sets_b.item_index then sets_a.item_id else sets_b.item_id end as item_id_a,
        case when sets_a.item_index < sets_b.item_index then sets_b.item_id else sets_a.item_id end as item_id_b,
        case when sets_a.item_index < sets_b.item_index then sets_a.raters else sets_b.raters end as raters_a,
        case when sets_a.item_index < sets_b.item_index then sets_b.raters else sets_a.raters end as raters_b,
        pairs.shared as co_raters,
        case when sets_a.item_index < sets_b.item_index then sets_a.title else sets_b.title end as title_a,
        case when sets_a.item_index < sets_b.item_index then sets_b.title else sets_a.title end as title_b
    from pairs
    inner join name_sets as sets_a on sets_a.set_number = pairs.set_number_a
    inner join name_sets as sets_b on sets_b.set_number = pairs.set_number_b
)

select * from similarity__item_co_ratings
