{{ config(materialized='view') }}

-- What is left after duplicates and minimum rating, with the split of the recipes that split first,
-- and a mark on the events that the k-core counts. A view: looking up a recipe's few cuts costs a
-- tenth of writing the rows.
with recipe_events as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at
    from {{ ref('int_recipe_events') }}
    where dropped_at_step is null
),

cuts as (
    select
        recipe_key,
        valid_starts_at,
        test_starts_at
    from {{ ref('int_cuts_before_core') }}
),

held_out_events as (
    select
        recipe_key,
        source_row,
        place_from_end
    from {{ ref('int_held_out_before_core') }}
),

split_first as (
    select
        recipe_events.recipe_key,
        recipe_events.recipe_id,
        recipe_events.source_row,
        recipe_events.user_key,
        recipe_events.item_key,
        recipe_events.rating,
        recipe_events.rated_at,
        recipe_events.core_scope,
        recipe_events.split_method,
        case
            when recipe_events.core_scope <> 'all'
                then {{ assigned_split(
                    'recipe_events.split_method',
                    'recipe_events.rated_at',
                    'cuts.valid_starts_at',
                    'cuts.test_starts_at',
                    'held_out_events.place_from_end'
                ) }}
        end as split
    from recipe_events
    left join cuts on cuts.recipe_key = recipe_events.recipe_key
    left join held_out_events
        on
            held_out_events.recipe_key = recipe_events.recipe_key
            and held_out_events.source_row = recipe_events.source_row
),

int_candidate_events as (
    select
        recipe_key,
        recipe_id,
        core_scope,
        split_method,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        split,
        core_scope = 'all' or (core_scope = 'train' and split in ('train', 'all')) as is_counted_in_core
    from split_first
)

select * from int_candidate_events
