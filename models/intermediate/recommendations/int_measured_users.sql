-- The users who are measured, those of train with a target, in an order by hash, which is chance and yet the same in
-- every build, and in five groups of the same size by how much they had in train.
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
        {{ text_hash("cast(recipe_key as varchar) || ' ' || cast(user_index as varchar)") }} as user_hash
    from held_out_pairs
    group by
        recipe_key,
        split,
        user_index
),

int_measured_users as (
    select
        list_users.recipe_key,
        list_users.split,
        list_users.user_index,
        cast(row_number() over (
            partition by list_users.recipe_key, list_users.split
            order by
                list_users.user_hash,
                list_users.user_index
        ) as integer) as place,
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
)

select * from int_measured_users
