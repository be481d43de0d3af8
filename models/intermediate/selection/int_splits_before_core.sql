-- Where valid and test start in recipes that split first and filter to a core afterwards (or not at all).
with recipes as (
    select
        recipe_key,
        dataset_key,
        duplicate_policy,
        min_rating,
        split,
        valid_fraction,
        test_fraction
    from {{ ref('int_recipes') }}
    where core_scope <> 'all'
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        rating,
        rated_at,
        is_first_of_pair,
        is_last_of_pair
    from {{ ref('int_interactions') }}
),

{% for split in ['global_time', 'leave_one_out'] %}
{{ split }}_events as (
    select
        recipes.recipe_key,
        events.source_row,
        events.user_key,
        events.rated_at
    from recipes
    inner join events on events.dataset_key = recipes.dataset_key
    where
        recipes.split = '{{ split }}'
        and {{ dropped_before_core('recipes', 'events') }} is null
),
{% endfor %}

{{ split_starts('recipes', 'global_time_events', 'leave_one_out_events') }},

int_splits_before_core as (
    select * from split_starts
)

select * from int_splits_before_core
