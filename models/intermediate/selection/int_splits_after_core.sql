-- Where valid and test start in recipes that filter everything to a core first and split what is left: the custom of
-- the field.
with recipes as (
    select
        recipe_key,
        split,
        valid_fraction,
        test_fraction,
        held_out_events,
        folds,
        valid_starts_at,
        test_starts_at,
        session_minutes
    from {{ ref('int_recipes') }}
    where core_scope = 'all'
),

recipe_interactions as (
    select
        recipe_key,
        split_method,
        user_key,
        item_key,
        rated_at,
        split_time,
        split_place,
        dropped_at_step
    from {{ ref('int_recipe_interactions') }}
    where
        core_scope = 'all'
        and ({{ split_event_kinds('split_method').values() | join(' or ') }})
),

core as (
    select
        recipe_key,
        entity_key
    from {{ ref('int_core') }}
    where settled_in_round is null
),

-- What else an event must be is said of its key: by conditions DuckDB takes events for so few that it holds them all,
-- and looks up the core in them.
{% for name, condition in split_event_kinds('recipe_interactions.split_method').items() %}
{{ name }} as (
    select
        recipe_interactions.recipe_key,
        recipe_interactions.split_method,
        recipe_interactions.user_key,
        recipe_interactions.rated_at,
        recipe_interactions.split_time,
        recipe_interactions.split_place
    from recipe_interactions
    inner join core as users
        on
            {{ key_in('users.recipe_key', 'users.entity_key') }}
            = case
                when recipe_interactions.dropped_at_step is null and {{ condition }}
                    then {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.user_key') }}
            end
    inner join core as items
        on
            {{ key_in('items.recipe_key', 'items.entity_key') }}
            = {{ key_in('recipe_interactions.recipe_key', 'recipe_interactions.item_key') }}
),
{% endfor %}

{{ split_starts('recipes', 'timed_events', 'user_events') }},

int_splits_after_core as (
    select * from split_starts
)

select * from int_splits_after_core
