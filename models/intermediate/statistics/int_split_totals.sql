-- What is told of each part of a benchmark as a whole; a part that came out empty is a row, too.
with recipes as (
    select
        recipe_key,
        recipe_id,
        {{ unnest_list('parts') }} as split
    from {{ ref('int_recipes') }}
),

kept_interactions as (
    select
        recipe_key,
        split,
        rated_at
    from {{ ref('int_kept_interactions') }}
),

sizes as (
    select
        recipe_key,
        split,
        interactions,
        first_rated_at,
        last_rated_at,
        undated_interactions,
        event_digits
    from {{ ref('int_split_sizes') }}
),

-- How far train knows the future of a held-out event: for the events of valid and of test, the share of train events
-- that are later, on the average over the held-out events. 0 for a global time split; about a half for leave-one-out.
-- Only where train reaches beyond the first held-out event is there something to count.
look_at_train as (
    select
        *,
        max(case when split = 'train' then interactions end) over (partition by recipe_key) as train_interactions,
        max(case when split = 'train' then last_rated_at end) over (partition by recipe_key) as train_ends_at
    from sizes
),

overlapping_parts as (
    select
        recipe_key,
        split,
        interactions as held_out_interactions,
        train_interactions
    from look_at_train
    where
        split in ('valid', 'test')
        and (
            train_ends_at > first_rated_at
            -- events without a time stand before those that have one
            or (undated_interactions > 0 and train_ends_at is not null)
        )
),

overlapping_recipes as (
    select distinct recipe_key
    from overlapping_parts
),

count_by_time as (
    select
        kept_interactions.recipe_key,
        kept_interactions.rated_at,
        sum(case when kept_interactions.split = 'train' then 1 else 0 end) as train_interactions,
        sum(case when kept_interactions.split = 'valid' then 1 else 0 end) as valid_interactions,
        sum(case when kept_interactions.split = 'test' then 1 else 0 end) as test_interactions
    from kept_interactions
    inner join overlapping_recipes on overlapping_recipes.recipe_key = kept_interactions.recipe_key
    group by
        kept_interactions.recipe_key,
        kept_interactions.rated_at
),

-- both parts at once: times are put in order once
count_held_out_before as (
    select
        recipe_key,
        train_interactions,
        sum(valid_interactions) over (partition by recipe_key order by rated_at nulls first)
        - valid_interactions as valid_before,
        sum(test_interactions) over (partition by recipe_key order by rated_at nulls first)
        - test_interactions as test_before
    from count_by_time
),

add_up_later_train as (
    select
        recipe_key,
        cast(sum({{ exact_number('train_interactions') }} * valid_before) as double) as valid_pairs,
        cast(sum({{ exact_number('train_interactions') }} * test_before) as double) as test_pairs
    from count_held_out_before
    group by recipe_key
),

average_later_train as (
    select
        overlapping_parts.recipe_key,
        overlapping_parts.split,
        case overlapping_parts.split
            when 'valid' then add_up_later_train.valid_pairs
            else add_up_later_train.test_pairs
        end
        / (
            cast(overlapping_parts.train_interactions as double)
            * cast(overlapping_parts.held_out_interactions as double)
        ) as later_train_share
    from overlapping_parts
    inner join add_up_later_train on add_up_later_train.recipe_key = overlapping_parts.recipe_key
),

int_split_totals as (
    select
        recipes.recipe_key,
        recipes.recipe_id,
        recipes.split,
        coalesce(sizes.interactions, 0) as interactions,
        sizes.first_rated_at,
        sizes.last_rated_at,
        sizes.event_digits,
        average_later_train.later_train_share
    from recipes
    left join sizes
        on
            sizes.recipe_key = recipes.recipe_key
            and sizes.split = recipes.split
    left join average_later_train
        on
            average_later_train.recipe_key = recipes.recipe_key
            and average_later_train.split = recipes.split
)

select * from int_split_totals
