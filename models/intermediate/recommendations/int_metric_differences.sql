-- How far two methods are apart for the same users, added up for a hundred groups of users by hash, so that few users
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
        flip_group
    from {{ ref('int_measured_users') }}
),

unite_metrics as (
    select
        user_metrics.recipe_key,
        user_metrics.method,
        user_metrics.split,
        user_metrics.k,
        user_metrics.user_index,
        {% for metric in user_metrics() %}
        {{ metric }},
        {% endfor %}
        measured_users.flip_group as user_group
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
        one_metrics.recipe_key,
        one_metrics.split,
        one_metrics.k,
        one_metrics.method as method_a,
        other_metrics.method as method_b,
        {% for metric in user_metrics() %}
        one_metrics.{{ metric }} - other_metrics.{{ metric }} as {{ metric }},
        {% endfor %}
        one_metrics.user_group
    from unite_metrics as one_metrics
    inner join unite_metrics as other_metrics
        on
            {{ number_in('other_metrics.recipe_key', 'other_metrics.user_index') }}
            = {{ number_in('one_metrics.recipe_key', 'one_metrics.user_index') }}
            and other_metrics.split = one_metrics.split
            and other_metrics.k = one_metrics.k
    where one_metrics.method < other_metrics.method
),

int_metric_differences as (
    select
        recipe_key,
        split,
        k,
        method_a,
        method_b,
        {% for metric in content_metrics() %}
        count({{ metric }}) as {{ metric }}_users,
        {% endfor %}
        count(*) as users,
        {% for metric in user_metrics() %}
        coalesce({{ exact_sum(metric) }}, 0) as {{ metric }},
        coalesce(sum({{ exact_number(metric) }} * {{ metric }}), 0) as {{ metric }}_squares,
        {% endfor %}
        user_group
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
