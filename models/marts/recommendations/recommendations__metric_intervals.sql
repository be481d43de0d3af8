-- How sure each average of recommendations.metrics is. A bootstrap draws users anew, each as often as a hash says.
with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        negatives
    from {{ ref('int_recipes') }}
),

metric_sums as (
    select *
    from {{ ref('int_metric_sums') }}
),

draws as (
    select
        user_group,
        round,
        times
    from {{ ref('int_chances') }}
    where
        purpose = 'bootstrap'
        and times > 0
),

draw_users as (
    select
        metric_sums.recipe_key,
        metric_sums.method,
        metric_sums.split,
        metric_sums.k,
        metric_sums.activity_quintile,
        {% for metric in content_metrics() %}
        sum(metric_sums.{{ metric }}_users * draws.times) as {{ metric }}_users,
        {% endfor %}
        sum(metric_sums.users * draws.times) as users,
        {% for metric in user_metrics() %}
        sum(metric_sums.{{ metric }} * draws.times) as {{ metric }},
        {% endfor %}
        draws.round
    from metric_sums
    inner join draws on draws.user_group = metric_sums.user_group
    group by
        metric_sums.recipe_key,
        metric_sums.method,
        metric_sums.split,
        metric_sums.k,
        metric_sums.activity_quintile,
        draws.round
),

name_metrics as (
    select
        recipe_key,
        method,
        split,
        k,
        activity_quintile,
        {{ unnest_metrics(['users', 'total', 'squares']) }}
    from metric_sums
),

name_drawn_metrics as (
    select
        recipe_key,
        method,
        split,
        k,
        activity_quintile,
        round,
        {{ unnest_metrics(['users', 'total']) }}
    from draw_users
),

-- every user is one of all, and one of a fifth
add_up_groups as (
    {% for user_group in ["'all'", "'quintile ' || cast(activity_quintile as " ~ dbt.type_string() ~ ')'] %}
    select
        recipe_key,
        method,
        split,
        k,
        metric,
        {{ user_group }} as user_group,
        cast(sum(users) as bigint) as users,
        cast(sum(total) as double) as total,
        cast(sum(squares) as double) as squares
    from name_metrics
    group by
        recipe_key,
        method,
        split,
        k,
        metric,
        {{ user_group }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

measure_deviations as (
    select
        *,
        squares - total / users * total as deviations
    from add_up_groups
    where
        users > 0
        and total is not null
),

average_draws as (
    {% for user_group in ["'all'", "'quintile ' || cast(activity_quintile as " ~ dbt.type_string() ~ ')'] %}
    select
        recipe_key,
        method,
        split,
        k,
        metric,
        {{ user_group }} as user_group,
        round,
        cast(sum(total) as double) / cast(nullif(sum(users), 0) as double) / 1000000000000 as mean
    from name_drawn_metrics
    group by
        recipe_key,
        method,
        split,
        k,
        metric,
        {{ user_group }},
        round
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- of two hundred draws, the fifth from below and the fifth from above
find_bounds as (
    select
        average_draws.recipe_key,
        average_draws.method,
        average_draws.split,
        average_draws.k,
        average_draws.metric,
        average_draws.user_group,
        -1 * {{ nth_largest('-1 * average_draws.mean', '5') }} as interval_low,
        {{ nth_largest('average_draws.mean', '5') }} as interval_high
    from average_draws
    where average_draws.mean is not null
    group by
        average_draws.recipe_key,
        average_draws.method,
        average_draws.split,
        average_draws.k,
        average_draws.metric,
        average_draws.user_group
),

recommendations__metric_intervals as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        user_groups.method,
        user_groups.split,
        user_groups.k,
        user_groups.metric,
        recipes.negatives,
        user_groups.user_group,
        user_groups.users,
        user_groups.total / user_groups.users / 1000000000000 as mean,
        case
            when user_groups.users > 1
                then
                    sqrt(
                        -- of figures that are all the same, only what rounding leaves
                        case
                            when user_groups.deviations < 1e-14 * user_groups.squares then 0
                            else user_groups.deviations
                        end
                        / (user_groups.users - 1) / user_groups.users
                    ) / 1000000000000
        end as standard_error,
        find_bounds.interval_low,
        find_bounds.interval_high
    from measure_deviations as user_groups
    inner join recipes on recipes.recipe_key = user_groups.recipe_key
    left join find_bounds
        on
            find_bounds.recipe_key = user_groups.recipe_key
            and find_bounds.method = user_groups.method
            and find_bounds.split = user_groups.split
            and find_bounds.k = user_groups.k
            and find_bounds.metric = user_groups.metric
            and find_bounds.user_group = user_groups.user_group
)

select * from recommendations__metric_intervals
