-- What became of every row that land-negatives landed for a protocol that asks for given negatives: whose negative it
-- is, or why it is none. Nothing counts that the user had in any part, or that train does not know.
with recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
    where negatives = 'given'
),

given_items as (
    select
        recipe_id,
        split,
        source_row,
        user_id,
        item_id
    from {{ ref('stg_predictions__predictions') }}
    where method = 'negatives'
),

entities as (
    select
        recipe_key,
        kind,
        entity_id,
        entity_index
    from {{ ref('int_benchmark_entities') }}
),

popular_items as (
    select
        recipe_key,
        item_index
    from {{ ref('int_popular_items') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

held_out_pairs as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
),

-- what a recipe has that asks for none goes no further
name_entities as (
    select
        entities.recipe_key,
        entities.kind,
        entities.entity_id,
        entities.entity_index
    from entities
    inner join recipes on recipes.recipe_key = entities.recipe_key
),

had_in_train as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        train_ratings.item_index
    from train_ratings
    inner join recipes on recipes.recipe_key = train_ratings.recipe_key
),

had_later as (
    select distinct
        held_out_pairs.recipe_key,
        held_out_pairs.user_index,
        held_out_pairs.item_index
    from held_out_pairs
    inner join recipes on recipes.recipe_key = held_out_pairs.recipe_key
),

known_users as (
    select distinct
        recipe_key,
        user_index
    from had_in_train
),

look_up_indexes as (
    select
        recipes.recipe_key,
        given_items.split,
        given_items.source_row,
        known_users.user_index,
        popular_items.item_index
    from given_items
    inner join recipes on recipes.recipe_id = given_items.recipe_id
    left join name_entities as users
        on
            users.recipe_key = recipes.recipe_key
            and users.kind = 'user'
            and users.entity_id = given_items.user_id
    left join known_users
        on
            known_users.recipe_key = users.recipe_key
            and known_users.user_index = users.entity_index
    left join name_entities as items
        on
            items.recipe_key = recipes.recipe_key
            and items.kind = 'item'
            and items.entity_id = given_items.item_id
    left join popular_items
        on
            popular_items.recipe_key = items.recipe_key
            and popular_items.item_index = items.entity_index
),

number_repeats as (
    select
        *,
        row_number() over (
            partition by recipe_key, split, user_index, item_index
            order by source_row
        ) as time_met
    from look_up_indexes
),

int_given_negatives as (
    select
        found.recipe_key,
        found.split,
        found.source_row,
        found.user_index,
        found.item_index,
        case
            when found.user_index is null then 'unknown_user'
            when found.item_index is null then 'unknown_item'
            when had_in_train.item_index is not null then 'met_in_train'
            when had_later.item_index is not null then 'met_in_valid'
            when found.time_met > 1 then 'duplicate'
        end as left_out_as
    from number_repeats as found
    left join had_in_train
        on
            had_in_train.recipe_key = found.recipe_key
            and had_in_train.user_index = found.user_index
            and had_in_train.item_index = found.item_index
    left join had_later
        on
            had_later.recipe_key = found.recipe_key
            and had_later.user_index = found.user_index
            and had_later.item_index = found.item_index
)

select * from int_given_negatives
