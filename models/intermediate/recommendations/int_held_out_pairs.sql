-- What users turned to in valid and in test, each item once, and whether it is a target: what is relevant, and new to
-- the user, since nothing recommends an item again; with whether a method can know user and item at all.
with parts as (
    select
        recipe_key,
        split,
        leaves_out_valid,
        relevant_from
    from {{ ref('int_recommended_parts') }}
    where is_held_out
),

kept_interactions as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        rating
    from {{ ref('int_kept_interactions') }}
    where split in ('valid', 'test')
),

-- where duplicates are dropped, nobody meets an item again: most recipes need no look into train
recipes_with_repeats as (
    select recipe_key
    from {{ ref('int_recipes') }}
    where duplicate_policy = 'all'
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

repeatable_ratings as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        train_ratings.item_index
    from train_ratings
    inner join recipes_with_repeats on recipes_with_repeats.recipe_key = train_ratings.recipe_key
),

items as (
    select
        recipe_key,
        item_index
    from {{ ref('int_popular_items') }}
),

users as (
    select distinct
        recipe_key,
        user_index
    from train_ratings
),

take_each_item_once as (
    select
        kept_interactions.recipe_key,
        kept_interactions.split,
        kept_interactions.user_index,
        kept_interactions.item_index,
        parts.leaves_out_valid,
        max(case when {{ is_relevant('kept_interactions.rating', 'parts.relevant_from') }} then 1 else 0 end) = 1
            as is_relevant
    from kept_interactions
    inner join parts
        on
            parts.recipe_key = kept_interactions.recipe_key
            and parts.split = kept_interactions.split
    group by
        kept_interactions.recipe_key,
        kept_interactions.split,
        kept_interactions.user_index,
        kept_interactions.item_index,
        parts.leaves_out_valid
),

-- relevant or not, it was met in valid
look_into_valid as (
    select
        *,
        max(case when split = 'valid' then 1 else 0 end) over (partition by recipe_key, user_index, item_index)
            as times_in_valid
    from take_each_item_once
),

int_held_out_pairs as (
    select
        pairs.recipe_key,
        pairs.split,
        pairs.user_index,
        pairs.item_index,
        pairs.is_relevant
        and repeatable_ratings.item_index is null
        and not (pairs.leaves_out_valid and pairs.times_in_valid > 0) as is_target,
        users.user_index is not null as is_user_known,
        users.user_index is not null and items.item_index is not null as is_within_reach
    from look_into_valid as pairs
    left join users
        on
            {{ number_in('users.recipe_key', 'users.user_index') }}
            = {{ number_in('pairs.recipe_key', 'pairs.user_index') }}
    left join items
        on
            {{ number_in('items.recipe_key', 'items.item_index') }}
            = {{ number_in('pairs.recipe_key', 'pairs.item_index') }}
    left join repeatable_ratings
        on
            repeatable_ratings.recipe_key = pairs.recipe_key
            and repeatable_ratings.user_index = pairs.user_index
            and repeatable_ratings.item_index = pairs.item_index
)

select * from int_held_out_pairs
