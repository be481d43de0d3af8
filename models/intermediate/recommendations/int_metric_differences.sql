-- How far two methods are apart for the same users, added up for two hundred groups of users by hash, so that few users
-- are one each: of each metric how many users have it by both methods, the sum of differences, and of their squares.
with user_metrics as (
    select *
    from {{ ref('int_user_metrics') }}
),

list_metrics as (
    select *
    from {{ ref('int_list_metrics') }}
),

measured_users as (
    select
        recipe_key,
        split,
        user_index,
        place
    from {{ ref('int_measured_users') }}
),

unite_metrics as (
    select
        user_metrics.recipe_key,
        user_metrics.method,
        user_metrics.split,
        user_metrics.k,
        user_metrics.user_index,
        cast(1 + (measured_users.place - 1) % 200 as integer) as user_group,
        {% for metric in user_metrics() %}
        {{ metric }}{{ "," if not loop.last }}
        {% endfor %}
    from user_metrics
    inner join measured_users
        on
            {{ number_in('measured_users.recipe_key', 'measured_users.user_index') }}
            = {{ number_in('user_metrics.recipe_key', 'user_metrics.user_index') }}
            and measured_users.split = user_metrics.split
    left join list_metrics
        on
            list_metrics.method = user_metrics.method
            and list_metrics.split = user_metrics.split
            and list_metrics.k = user_metrics.k
            and {{ number_in('list_metrics.recipe_key', 'list_metrics.user_index') }}
            = {{ number_in('user_metrics.recipe_key', 'user_metrics.user_index') }}
),

take_differences as (
    select
        ones.recipe_key,
        ones.split,
        ones.k,
        ones.method as method_a,
        others.method as method_b,
        ones.user_group,
        {% for metric in user_metrics() %}
        ones.{{ metric }} - others.{{ metric }} as {{ metric }}{{ "," if not loop.last }}
        {% endfor %}
    from unite_metrics as ones
    inner join unite_metrics as others
        on
            {{ number_in('others.recipe_key', 'others.user_index') }}
            = {{ number_in('ones.recipe_key', 'ones.user_index') }}
            and others.split = ones.split
            and others.k = ones.k
    where ones.method < others.method
),

int_metric_differences as (
    select
        recipe_key,
        split,
        k,
        method_a,
        method_b,
        cast(recipe_key as varchar) || ' ' || split || ' ' || cast(k as varchar) || ' ' || method_a || ' ' || method_b
            as comparison,
        user_group,
        {% for metric in user_metrics() %}
        count({{ metric }}) as {{ metric }}_users,
        coalesce({{ exact_sum(metric) }}, 0) as {{ metric }},
        coalesce(sum({{ exact_number(metric) }} * {{ metric }}), 0) as {{ metric }}_squares{{ "," if not loop.last }}
        {% endfor %}
    from take_differences
    group by
        recipe_key,
        split,
        k,
        method_a,
        method_b,
        user_group
)

select * from int_metric_differences
