{#
    The columns of a line of seeds/protocols.csv or own/protocols.csv that say how a benchmark is made, in their order;
    those before them say for what.
#}
{% macro protocol_cells() -%}
    {{ return([
        'max_interactions',
        'duplicate_policy',
        'min_rating',
        'rated_from',
        'rated_before',
        'listed_users',
        'listed_items',
        'max_user_interactions',
        'max_item_interactions',
        'first_interactions',
        'last_interactions',
        'repeats_in_row',
        'core_users',
        'core_items',
        'core_scope',
        'core_rounds',
        'split',
        'valid_fraction',
        'test_fraction',
        'valid_starts_at',
        'test_starts_at',
        'held_out_events',
        'folds',
        'window_days',
        'step_days',
        'session_minutes',
        'seed',
        'cold',
        'max_history',
        'min_train_length',
        'min_co_raters',
        'neighbors',
        'user_neighbors',
        'negatives',
    ]) }}
{%- endmacro %}
