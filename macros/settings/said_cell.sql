{#
    A cell of a protocol, as it is meant: where a limit may be blank, the word none makes it so, though another line of
    the same protocol has one.

        {{ said_cell('max_history', "'none'") }}  ->  NULL
        {{ said_cell('core_scope', "'none'") }}   ->  'none'
#}
{% macro said_cell(column, value) -%}
    {%- set limits = [
        'max_interactions',
        'min_rating',
        'rated_from',
        'rated_before',
        'listed_users',
        'listed_items',
        'max_user_interactions',
        'max_item_interactions',
        'first_interactions',
        'last_interactions',
        'core_rounds',
        'valid_starts_at',
        'max_history',
        'min_train_length',
        'user_neighbors',
        'negatives',
    ] -%}
    {{ 'nullif(' ~ value ~ ", 'none')" if column in limits else value }}
{%- endmacro %}
