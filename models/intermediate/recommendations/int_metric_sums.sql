-- What averages over users, their spread and their bootstrap need: of each metric how many users have it, the sum, and
-- the sum of squares. What the places of hits say, every user has.
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
        activity_quintile,
        draw_group
    from {{ ref('int_measured_users') }}
),

int_metric_sums as (
    select
        user_metrics.recipe_key,
        user_metrics.method,
        user_metrics.split,
        user_metrics.k,
        measured_users.activity_quintile,
        measured_users.draw_group as user_group,
        {% for metric in content_metrics() %}
        count({{ metric }}) as {{ metric }}_users,
        {% endfor %}
        {% for metric in user_metrics() %}
        coalesce({{ exact_sum(metric) }}, 0) as {{ metric }},
        coalesce(sum({{ exact_number(metric) }} * {{ metric }}), 0) as {{ metric }}_squares,
        {% endfor %}
        count(*) as users
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
    group by
        user_metrics.recipe_key,
        user_metrics.method,
        user_metrics.split,
        user_metrics.k,
        measured_users.activity_quintile,
        measured_users.draw_group
)

select * from int_metric_sums
