-- What became of every landed prediction: its place in the list of its user, or why it is in none. As for all methods,
-- nothing counts that the user had in train, or for test in valid, or that train does not know, or that is not in the
-- user's sample where a protocol asks for one; equal preferences go to the more popular item.
with measured_methods as (
    select
        recipe_key,
        recipe_id,
        method,
        split
    from {{ ref('int_measured_methods') }}
    where is_landed
),

predictions as (
    select
        recipe_id,
        method,
        split,
        source_row,
        user_id,
        item_id,
        score,
        preference
    from {{ ref('stg_predictions__predictions') }}
),

parts as (
    select
        recipe_key,
        split,
        leaves_out_valid
    from {{ ref('int_recommended_parts') }}
),

entities as (
    select
        recipe_key,
        kind,
        entity_id,
        entity_index
    from {{ ref('int_benchmark_entities') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

valid_items as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where split = 'valid'
),

recipes as (
    select
        recipe_key,
        negatives is not null as is_sampled
    from {{ ref('int_recipes') }}
),

sampled_items as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from {{ ref('int_sampled_items') }}
),

known_users as (
    select distinct
        recipe_key,
        user_index
    from train_ratings
),

name_users as (
    select
        entities.recipe_key,
        entities.entity_id as user_id,
        entities.entity_index as user_index
    from entities
    inner join known_users
        on
            {{ number_in('known_users.recipe_key', 'known_users.user_index') }}
            = {{ number_in('entities.recipe_key', 'entities.entity_index') }}
    where entities.kind = 'user'
),

name_items as (
    select
        entities.recipe_key,
        entities.entity_id as item_id,
        entities.entity_index as item_index,
        popular_items.popularity_rank
    from entities
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('entities.recipe_key', 'entities.entity_index') }}
    where entities.kind = 'item'
),

look_up_indexes as (
    select
        measured_methods.recipe_key,
        predictions.method,
        predictions.split,
        predictions.source_row,
        parts.leaves_out_valid,
        recipes.is_sampled,
        users.user_index,
        items.item_index,
        items.popularity_rank,
        predictions.score,
        predictions.preference
    from predictions
    inner join measured_methods
        on
            measured_methods.recipe_id = predictions.recipe_id
            and measured_methods.method = predictions.method
            and measured_methods.split = predictions.split
    inner join parts
        on
            parts.recipe_key = measured_methods.recipe_key
            and parts.split = measured_methods.split
    inner join recipes on recipes.recipe_key = measured_methods.recipe_key
    left join name_users as users
        on
            users.recipe_key = measured_methods.recipe_key
            and users.user_id = predictions.user_id
    left join name_items as items
        on
            items.recipe_key = measured_methods.recipe_key
            and items.item_id = predictions.item_id
),

-- of the same user and item, the best row counts
number_repeats as (
    select
        *,
        row_number() over (
            partition by method, split, {{ number_in('recipe_key', 'user_index') }}, item_index
            order by preference desc, source_row asc
        ) as time_met
    from look_up_indexes
),

find_reasons as (
    select
        found.*,
        case
            when found.user_index is null then 'unknown_user'
            when found.item_index is null then 'unknown_item'
            when train_ratings.item_index is not null then 'met_in_train'
            when found.leaves_out_valid and valid_items.item_index is not null then 'met_in_valid'
            when found.time_met > 1 then 'duplicate'
            when found.is_sampled and sampled_items.item_index is null then 'not_sampled'
        end as left_out_as
    from number_repeats as found
    left join train_ratings
        on
            {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
            = {{ number_in('found.recipe_key', 'found.user_index') }}
            and train_ratings.item_index = found.item_index
    left join sampled_items
        on
            {{ number_in('sampled_items.recipe_key', 'sampled_items.user_index') }}
            = {{ number_in('found.recipe_key', 'found.user_index') }}
            and sampled_items.split = found.split
            and sampled_items.item_index = found.item_index
    left join valid_items
        on
            {{ number_in('valid_items.recipe_key', 'valid_items.user_index') }}
            = {{ number_in('found.recipe_key', 'found.user_index') }}
            and valid_items.item_index = found.item_index
),

rank_predictions as (
    select
        *,
        case
            when left_out_as is null
                then
                    row_number() over (
                        partition by
                            method,
                            split,
                            {{ number_in('recipe_key', 'user_index') }},
                            case when left_out_as is null then 1 else 0 end
                        order by preference desc, popularity_rank asc
                    )
        end as place
    from find_reasons
),

int_landed_predictions as (
    select
        recipe_key,
        method,
        split,
        source_row,
        user_index,
        item_index,
        cast(place as integer) as rank,
        case when left_out_as is null then coalesce(score, 1 / cast(place as double)) end as score,
        left_out_as
    from rank_predictions
)

select * from int_landed_predictions
