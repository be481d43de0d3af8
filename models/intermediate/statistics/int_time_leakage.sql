-- How far train knows the future of a held-out event: for the events of valid and of test, the
-- share of train events that are later, on the average over the held-out events. 0 for a global
-- time split; about a half for leave-one-out.
with recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
),

kept_events as (
    select
        recipe_key,
        split,
        rated_at
    from {{ ref('int_kept_events') }}
),

parts as (
    select
        recipe_id,
        split,
        first_rated_at,
        last_rated_at,
        undated_interactions,
        interactions
    from {{ ref('int_split_totals') }}
),

-- only where train reaches beyond the first held-out event is there something to count
overlapping_parts as (
    select
        recipes.recipe_key,
        held_out.recipe_id,
        held_out.split,
        held_out.interactions as held_out_interactions,
        train.interactions as train_interactions
    from parts as held_out
    inner join recipes on recipes.recipe_id = held_out.recipe_id
    inner join parts as train
        on
            train.recipe_id = held_out.recipe_id
            and train.split = 'train'
            and (
                train.last_rated_at > held_out.first_rated_at
                -- events without a time stand before those that have one
                or (held_out.undated_interactions > 0 and train.last_rated_at is not null)
            )
    where held_out.split in ('valid', 'test')
),

count_by_time as (
    select
        overlapping_parts.recipe_id,
        overlapping_parts.split,
        kept_events.rated_at,
        sum(case when kept_events.split = 'train' then 1 else 0 end) as train_interactions,
        sum(case when kept_events.split = overlapping_parts.split then 1 else 0 end) as held_out_interactions
    from overlapping_parts
    inner join kept_events
        on
            kept_events.recipe_key = overlapping_parts.recipe_key
            and kept_events.split in ('train', overlapping_parts.split)
    group by
        overlapping_parts.recipe_id,
        overlapping_parts.split,
        kept_events.rated_at
),

count_held_out_before as (
    select
        recipe_id,
        split,
        train_interactions,
        sum(held_out_interactions) over (
            partition by recipe_id, split
            order by rated_at nulls first
        ) - held_out_interactions as held_out_before
    from count_by_time
),

int_time_leakage as (
    select
        count_held_out_before.recipe_id,
        count_held_out_before.split,
        cast(sum(count_held_out_before.train_interactions * count_held_out_before.held_out_before) as double)
        / (
            cast(max(overlapping_parts.train_interactions) as double)
            * cast(max(overlapping_parts.held_out_interactions) as double)
        ) as later_train_share
    from count_held_out_before
    inner join overlapping_parts
        on
            overlapping_parts.recipe_id = count_held_out_before.recipe_id
            and overlapping_parts.split = count_held_out_before.split
    group by
        count_held_out_before.recipe_id,
        count_held_out_before.split
)

select * from int_time_leakage
