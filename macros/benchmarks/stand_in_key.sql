{#
    The recipe whose events stand for those of a recipe until its core, as an expression over int_recipes: of recipes
    that filter and split a dataset alike, as those with other cores do, the first. What is read of all events is read
    once for all of them.

        3-core and 5-core of one dataset, split alike, with the keys 8 and 6  ->  6 for both
#}
{% macro stand_in_key() -%}
    min(recipe_key) over (partition by {{ corate.settings_before_core() | join(', ') }})
{%- endmacro %}

{# What decides about an event before the core: columns of int_recipes. #}
{% macro settings_before_core() -%}
    {{ return([
        'dataset_key',
        'duplicate_policy',
        'min_rating',
        'min_rating_is_user_mean',
        'rated_from',
        'rated_before',
        'listed_users',
        'listed_items',
        'max_user_interactions',
        'max_item_interactions',
        'first_interactions',
        'last_interactions',
        'repeats_in_row',
        'core_scope',
        'split',
        'valid_fraction',
        'test_fraction',
        'valid_starts_at',
        'test_starts_at',
        'held_out_events',
        'folds',
        'fold',
        'session_minutes',
        'seed',
    ]) }}
{%- endmacro %}
