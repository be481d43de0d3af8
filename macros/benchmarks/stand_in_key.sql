{#
    The recipe whose events stand for those of a recipe until its core, as an expression over int_recipes: of recipes
    that filter and split a dataset alike, as those with other cores do, the first. What is read of all events is read
    once for all of them. (Of `min` DuckDB 2.0 makes a join, of which it expects no row.)

        3-core and 5-core of one dataset, split alike, with the keys 8 and 6  ->  6 for both
#}
{% macro stand_in_key() -%}
    first_value(recipe_key) over (
        partition by {{ corate.settings_before_core() | join(', ') }}
        order by recipe_key
    )
{%- endmacro %}

{#
    The dataset of a recipe that stands for itself or others, and NULL of another, so that no event meets it: a column
    to join by, since DuckDB takes recipes that a condition leaves, also one of a join, for none, and then holds the
    events of all.
#}
{% macro dataset_of_stand_in() -%}
    case when recipe_key = {{ corate.stand_in_key() }} then dataset_key end
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
