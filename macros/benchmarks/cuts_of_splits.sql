{#
    The CTEs that assigned_split reads beside events, from a model of split_starts: `cuts` (one row a recipe, for all its
    users) and `held_out` (one row a recipe and user).

        {{ cuts_of_splits(ref('int_splits_after_core')) }},
#}
{% macro cuts_of_splits(splits) %}
    {% set columns = ['valid_starts_at', 'test_starts_at', 'valid_place', 'test_place'] %}
    cuts as (
        select
            recipe_key,
            {{ columns | join(',\n            ') }}
        from {{ splits }}
        where user_key is null
    ),

    held_out as (
        select
            recipe_key,
            user_key,
            {{ columns | join(',\n            ') }}
        from {{ splits }}
        where user_key is not null
    )
{% endmacro %}
