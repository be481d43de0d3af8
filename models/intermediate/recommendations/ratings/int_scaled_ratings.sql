-- What methods learn ratings from, and what they are to predict, in whole numbers (see rating_units): of each part that
-- is held out the events with a rating, and where none is, those that are learnt from. A user and an item are one event
-- of a part: where the recipe keeps duplicates, the last one stands.
with scales as (
    select
        recipe_key,
        steps
    from {{ ref('int_rating_scales') }}
),

parts as (
    select
        recipe_key,
        split,
        is_held_out
    from {{ ref('int_recommended_parts') }}
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index,
        rating
    from {{ ref('int_train_ratings') }}
    where rating is not null
),

kept_interactions as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        rating,
        rated_at,
        source_row
    from {{ ref('int_kept_interactions') }}
    where split in ('valid', 'test')
),

learnt_ratings as (
    select
        train_ratings.recipe_key,
        train_ratings.user_index,
        train_ratings.item_index,
        {{ rating_units('train_ratings.rating', 'scales.steps') }} as rating
    from train_ratings
    inner join scales on scales.recipe_key = train_ratings.recipe_key
),

order_events_of_pairs as (
    select
        kept_interactions.*,
        scales.steps,
        row_number() over (
            partition by
                kept_interactions.recipe_key,
                kept_interactions.split,
                kept_interactions.user_index,
                kept_interactions.item_index
            order by kept_interactions.rated_at desc nulls last, kept_interactions.source_row desc
        ) as place
    from kept_interactions
    inner join scales on scales.recipe_key = kept_interactions.recipe_key
),

held_out_ratings as (
    select
        events.recipe_key,
        events.split,
        events.user_index,
        events.item_index,
        {{ rating_units('events.rating', 'events.steps') }} as rating
    from order_events_of_pairs as events
    inner join parts
        on
            parts.recipe_key = events.recipe_key
            and parts.split = events.split
    where
        events.place = 1
        and events.rating is not null
),

unite_ratings as (
    select
        learnt_ratings.recipe_key,
        coalesce(parts.split, 'train') as split,
        true as is_learnt,
        parts.split is not null as is_predicted,
        learnt_ratings.user_index,
        learnt_ratings.item_index,
        learnt_ratings.rating
    from learnt_ratings
    left join parts
        on
            parts.recipe_key = learnt_ratings.recipe_key
            and not parts.is_held_out
    union all
    select
        recipe_key,
        split,
        false as is_learnt,
        true as is_predicted,
        user_index,
        item_index,
        rating
    from held_out_ratings
),

int_scaled_ratings as (
    select
        recipe_key,
        split,
        is_learnt,
        is_predicted,
        user_index,
        item_index,
        rating,
        row_number() over (
            partition by recipe_key
            order by split, user_index, item_index
        ) as event_place
    from unite_ratings
)

select * from int_scaled_ratings
