-- The users who are measured, those of train with a target, in fifths by how much they had in train, and in groups by
-- hash, which is chance and yet the same in every build: two hundred of each fifth, and a hundred of all. Few users are
-- a group each.
with held_out_pairs as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_held_out_pairs') }}
    where
        is_target
        and is_user_known
),

train_ratings as (
    select
        recipe_key,
        user_index
    from {{ ref('int_train_ratings') }}
),

count_rated_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from train_ratings
    group by
        recipe_key,
        user_index
),

list_users as (
    select
        recipe_key,
        split,
        user_index,
        {{ text_hash(
            'cast(recipe_key as ' ~ dbt.type_string() ~ ") || ' ' || cast(user_index as " ~ dbt.type_string() ~ ')'
        ) }} as user_hash
    from held_out_pairs
    group by
        recipe_key,
        split,
        user_index
),

find_quintiles as (
    select
        list_users.recipe_key,
        list_users.split,
        list_users.user_index,
        list_users.user_hash,
        ntile(5) over (
            partition by list_users.recipe_key, list_users.split
            order by
                rated.items,
                list_users.user_index
        ) as activity_quintile
    from list_users
    inner join count_rated_items as rated
        on
            {{ number_in('rated.recipe_key', 'rated.user_index') }}
            = {{ number_in('list_users.recipe_key', 'list_users.user_index') }}
),

place_users as (
    select
        *,
        row_number() over (
            partition by recipe_key, split
            order by
                user_hash,
                user_index
        ) as place,
        row_number() over (
            partition by recipe_key, split, activity_quintile
            order by
                user_hash,
                user_index
        ) as place_in_quintile
    from find_quintiles
),

int_measured_users as (
    select
        recipe_key,
        split,
        user_index,
        activity_quintile,
        cast(200 * (activity_quintile - 1) + 1 + (place_in_quintile - 1) % 200 as integer) as draw_group,
        cast(1 + (place - 1) % 100 as integer) as flip_group
    from place_users
)

select * from int_measured_users
