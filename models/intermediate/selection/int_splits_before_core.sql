-- Where valid and test start in recipes that split first and filter to a core afterwards (or not at all).
with recipes as (
    select
        recipe_key,
        {{ stand_in_key() }} as stand_in_key,
        {{ dataset_of_stand_in() }} as stand_in_dataset_key,
        dataset_id,
        duplicate_policy,
        min_rating,
        rated_from,
        rated_before,
        split,
        valid_fraction,
        test_fraction,
        held_out_events,
        folds,
        fold,
        valid_starts_at,
        test_starts_at,
        session_minutes,
        seed
    from {{ ref('int_recipes') }}
    where core_scope <> 'all'
),

events as {{ computed_each_time() }} (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        is_first_of_pair,
        is_last_of_pair,
        event_of_pair,
        given_part
    from {{ ref('int_interactions') }}
),

filtered as (
    select
        recipe_key,
        source_row,
        dropped_at_step
    from {{ ref('int_filtered_interactions') }}
),

-- a step of its own, as in events_before_core
meet_events as {{ computed_each_time() }} (
    select
        recipes.recipe_key,
        recipes.duplicate_policy,
        recipes.min_rating,
        recipes.rated_from,
        recipes.rated_before,
        recipes.split,
        events.source_row,
        events.user_key,
        events.rating,
        events.rated_at,
        events.is_first_of_pair,
        events.is_last_of_pair,
        events.given_part,
        {{ split_time('recipes', 'events') }} as split_time,
        {{ split_place('recipes', 'events') }} as split_place
    from recipes
    inner join events on events.dataset_key = recipes.stand_in_dataset_key
),

{% for name, condition in split_event_kinds('meet_events.split').items() %}
{{ name }} as {{ computed_each_time() }} (
    select
        meet_events.recipe_key,
        meet_events.split as split_method,
        meet_events.user_key,
        meet_events.rated_at,
        meet_events.split_time,
        meet_events.split_place
    from meet_events
    left join filtered
        on
            filtered.recipe_key = meet_events.recipe_key
            and filtered.source_row = meet_events.source_row
    where
        {{ condition }}
        and {{ dropped_before_core('meet_events', 'meet_events', 'filtered') }} is null
),
{% endfor %}

{{ split_starts('recipes', 'timed_events', 'user_events') }},

int_splits_before_core as (
    select
        recipes.recipe_key,
        split_starts.user_key,
        split_starts.valid_starts_at,
        split_starts.test_starts_at,
        split_starts.valid_events_at_cut,
        split_starts.test_events_at_cut,
        split_starts.valid_place,
        split_starts.test_place
    from split_starts
    inner join recipes on recipes.stand_in_key = split_starts.recipe_key
)

select * from int_splits_before_core
