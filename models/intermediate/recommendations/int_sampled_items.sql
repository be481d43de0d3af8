-- What methods choose from where a protocol compares them on a sample: each measured user's targets, and items that
-- the user did not meet, as many as the protocol says or as were landed.
--
-- Items lie in a circle, in an order by hash; a user begins at a place by hash, and takes the next ones that they met
-- in no part. So every item is as likely as any other, no item comes twice, and the same come in every build.
{% set block = 64 %}

with recipes as (
    select
        recipe_key,
        {{ try_cast('negatives', 'integer') }} as draws
    from {{ ref('int_recipes') }}
    where negatives is not null
),

parts as (
    select
        recipe_key,
        split
    from {{ ref('int_recommended_parts') }}
    where is_held_out
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
        split,
        user_index,
        item_index,
        is_target,
        is_within_reach
    from {{ ref('int_held_out_pairs') }}
    where is_user_known
),

given_negatives as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from {{ ref('int_given_negatives') }}
    where left_out_as is null
),

-- what a recipe has that asks for no sample goes no further
held_out as (
    select
        held_out_pairs.recipe_key,
        held_out_pairs.split,
        held_out_pairs.user_index,
        held_out_pairs.item_index,
        held_out_pairs.is_target,
        held_out_pairs.is_within_reach,
        recipes.draws
    from held_out_pairs
    inner join recipes on recipes.recipe_key = held_out_pairs.recipe_key
),

met_items as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        train_ratings.item_index
    from train_ratings
    inner join recipes on recipes.recipe_key = train_ratings.recipe_key
    union
    select
        recipe_key,
        user_index,
        item_index
    from held_out
    where is_within_reach
),

measured_users as (
    select distinct
        recipe_key,
        split,
        user_index
    from held_out
    where is_target
),

drawing_users as (
    select distinct
        recipe_key,
        user_index,
        draws
    from held_out
    where
        is_target
        and draws is not null
),

order_items as (
    select
        popular_items.recipe_key,
        popular_items.item_index,
        row_number() over (
            partition by popular_items.recipe_key
            order by
                {{ text_hash(
                    'cast(popular_items.recipe_key as ' ~ dbt.type_string() ~ ") || ' item ' || "
                    ~ 'cast(popular_items.item_index as ' ~ dbt.type_string() ~ ')'
                ) }},
                popular_items.item_index
        ) - 1 as place
    from popular_items
    inner join recipes on recipes.recipe_key = popular_items.recipe_key
),

count_items as (
    select
        recipe_key,
        count(*) as items
    from order_items
    group by recipe_key
),

count_met_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from met_items
    group by
        recipe_key,
        user_index
),

-- Twice, so that whoever begins near the end of the circle finds what follows behind it; by blocks, of which there are
-- few (see int_recommendations).
ordered_places as (
    select
        recipe_key,
        item_index,
        place,
        {{ whole_quotient('place', block) }} as block
    from (
        select
            order_items.recipe_key,
            order_items.item_index,
            order_items.place + count_items.items * (round.number - 1) as place
        from order_items
        inner join count_items on count_items.recipe_key = order_items.recipe_key
        cross join (select {{ unnest_positions('2') }} as number) as round
    ) as two_rounds
),

ordered_blocks as (
    select
        recipe_key,
        block,
        {{ ordered_list('place', 'place') }} as places,
        {{ ordered_list('item_index', 'place') }} as item_indexes
    from ordered_places
    group by
        recipe_key,
        block
),

-- of the next n + m items, a user who met m has n left
find_ends as (
    select
        users.recipe_key,
        users.user_index,
        users.draws,
        users.begins_behind,
        users.begins_behind + least(users.draws + met.items, users.items) as ends_with
    from (
        select
            drawing_users.*,
            count_items.items,
            cast(
                {{ text_hash(
                    'cast(drawing_users.recipe_key as ' ~ dbt.type_string() ~ ") || ' user ' || "
                    ~ 'cast(drawing_users.user_index as ' ~ dbt.type_string() ~ ')'
                ) }} % count_items.items as bigint
            ) as begins_behind
        from drawing_users
        inner join count_items on count_items.recipe_key = drawing_users.recipe_key
    ) as users
    inner join count_met_items as met
        on
            {{ number_in('met.recipe_key', 'met.user_index') }}
            = {{ number_in('users.recipe_key', 'users.user_index') }}
),

list_blocks as (
    select
        *,
        {{ whole_quotient('begins_behind', block) }} as first_block,
        {{ unnest_positions(
            whole_quotient('ends_with', block) ~ ' - ' ~ whole_quotient('begins_behind', block) ~ ' + 1'
        ) }} as number
    from find_ends
),

list_places as (
    select
        list_blocks.recipe_key,
        list_blocks.user_index,
        list_blocks.draws,
        list_blocks.begins_behind,
        list_blocks.ends_with,
        {{ unnest_lists({'place': 'ordered_blocks.places', 'item_index': 'ordered_blocks.item_indexes'}) }}
    from list_blocks
    inner join ordered_blocks
        on
            {{ number_in('ordered_blocks.recipe_key', 'ordered_blocks.block') }}
            = {{ number_in('list_blocks.recipe_key', '(list_blocks.first_block + list_blocks.number - 1)') }}
),

find_new_items as (
    select
        places.recipe_key,
        places.user_index,
        places.draws,
        places.item_index,
        row_number() over (
            partition by {{ number_in('places.recipe_key', 'places.user_index') }}
            order by places.place
        ) as draw
    from list_places as places
    left join met_items
        on
            {{ number_in('met_items.recipe_key', 'met_items.user_index') }}
            = {{ number_in('places.recipe_key', 'places.user_index') }}
            and met_items.item_index = places.item_index
    where
        places.place > places.begins_behind
        and places.place <= places.ends_with
        and met_items.item_index is null
),

unite_negatives as (
    select
        parts.recipe_key,
        parts.split,
        new_items.user_index,
        new_items.item_index
    from find_new_items as new_items
    inner join parts on parts.recipe_key = new_items.recipe_key
    where new_items.draw <= new_items.draws
    union all
    select
        recipe_key,
        split,
        user_index,
        item_index
    from given_negatives
),

negatives as (
    select
        unite_negatives.recipe_key,
        unite_negatives.split,
        unite_negatives.user_index,
        unite_negatives.item_index
    from unite_negatives
    inner join measured_users as users
        on
            users.recipe_key = unite_negatives.recipe_key
            and users.split = unite_negatives.split
            and users.user_index = unite_negatives.user_index
),

users_with_negatives as (
    select distinct
        recipe_key,
        split,
        user_index
    from negatives
),

-- whom nothing was given for has nothing to choose from
int_sampled_items as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        false as is_target
    from negatives
    union all
    select
        held_out.recipe_key,
        held_out.split,
        held_out.user_index,
        held_out.item_index,
        true as is_target
    from held_out
    inner join users_with_negatives as users
        on
            users.recipe_key = held_out.recipe_key
            and users.split = held_out.split
            and users.user_index = held_out.user_index
    where
        held_out.is_target
        and held_out.is_within_reach
)

select * from int_sampled_items
