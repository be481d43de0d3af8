{# What benchmarks.findings looks at: its figures, each a column of the models that it reads. #}
{% macro split_checks() -%}
    {{ return([
        'interactions',
        'users',
        'items',
        'mean_history',
        'tied_share',
        'tied_user_share',
        'repeat_share',
        'repeat_in_row_share',
        'target_in_train_share',
        'leaking_share',
        'item_leaking_share',
        'time_overlap_share',
        'cold_user_share',
        'cold_item_share',
        'cold_removed_share',
        'item_popularity_psi',
        'rating_psi',
        'unplaced_share',
    ]) }}
{%- endmacro %}
