{#
    The splits by what they need: of `times`, every event must have one, or it can lie on no side of a cut; `shuffled`
    are by a hash of the event, and not by time; with a `fraction`, parts are shares of something.
#}
{% macro splits_that(need) -%}
    {{ return({
        'times': ['global_time', 'fixed_time', 'new_users', 'sliding_windows', 'session'],
        'shuffled': ['random', 'random_user_fraction', 'k_fold'],
        'fraction': ['global_time', 'user_time_fraction', 'random', 'random_user_fraction', 'session'],
        'users': [
            'leave_one_out', 'leave_last_k', 'user_time_fraction', 'random_user_fraction', 'new_users', 'session',
        ],
        'days': ['fixed_time', 'new_users'],
        'all': [
            'global_time', 'fixed_time', 'leave_one_out', 'leave_last_k', 'user_time_fraction', 'random',
            'random_user_fraction', 'k_fold', 'new_users', 'sliding_windows', 'session', 'given', 'none',
        ],
    }[need]) }}
{%- endmacro %}

{# Whether a split is one of those, as a condition. #}
{% macro is_split(column, need) -%}
    {{ column }} in ('{{ corate.splits_that(need) | join("', '") }}')
{%- endmacro %}

{# Which events split_starts reads, by the name of their relation: conditions on the split of a recipe. #}
{% macro split_event_kinds(column) -%}
    {{ return({
        'timed_events': column ~ " = 'global_time'",
        'user_events': corate.is_split(column, 'users'),
    }) }}
{%- endmacro %}
