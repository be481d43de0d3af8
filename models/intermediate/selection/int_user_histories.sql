-- One ordered list a user: histories are cut from it when they are read, since all histories
-- written out would be quadratic in their length. Train comes first, then valid, then test, also where a split is not
-- one in time: what is before an event is what a model may know of it.
{% set part = "case split when 'valid' then 1 when 'test' then 2 else 0 end" %}

with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id
    from {{ ref('int_recipes') }}
),

kept_interactions as (
    select
        recipe_key,
        user_index,
        item_index,
        rated_at,
        split,
        source_row
    from {{ ref('int_kept_interactions') }}
),

collect_events as (
    select
        recipe_key,
        user_index,
        {{ events_in_order('item_index', part, 'rated_at', 'source_row') }} as events,
        count(*) as interactions,
        sum(case when split = 'valid' then 1 else 0 end) as valid_interactions,
        sum(case when split = 'test' then 1 else 0 end) as test_interactions
    from kept_interactions
    group by
        recipe_key,
        user_index
),

int_user_histories as (
    select
        recipes.recipe_key,
        recipes.recipe_id,
        recipes.dataset_id,
        collect_events.user_index,
        {{ values_in_order('collect_events.events') }} as item_indexes,
        {{ times_in_order('collect_events.events') }} as rated_at_times,
        cast(collect_events.interactions as integer) as interactions,
        cast(collect_events.valid_interactions as integer) as valid_interactions,
        cast(collect_events.test_interactions as integer) as test_interactions
    from collect_events
    inner join recipes on recipes.recipe_key = collect_events.recipe_key
)

select * from int_user_histories
