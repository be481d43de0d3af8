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

-- one number stands for what is drawn for: a group of four columns is found in several times the time
number_averages as (
    select
        *,
        dense_rank() over (
            order by
                recipe_key asc,
                method asc,
                split asc,
                k asc
        ) as average_number
    from metric_sums
),

averages as (
    select distinct
        average_number,
        recipe_key,
        method,
        split,
        k
    from number_averages
),

-- every user is one of a fifth, and one of all, which are 0
add_up_groups as (
    {% for user_group in ['activity_quintile', '0'] %}
    select
        average_number,
        cast({{ user_group }} as integer) as user_group,
        {% for metric in content_metrics() %}
        cast(sum({{ metric }}_users) as bigint) as {{ metric }}_users,
        {% endfor %}
        {% for metric in user_metrics() %}
        {{ exact_number('sum(' ~ metric ~ ')') }} as {{ metric }},
        {{ exact_number('sum(' ~ metric ~ '_squares)') }} as {{ metric }}_squares,
        {% endfor %}
        cast(sum(users) as bigint) as users
    from number_averages
    group by
        average_number,
        cast({{ user_group }} as integer)
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

draw_users as (
    select
        number_averages.average_number,
        number_averages.activity_quintile,
        {% for metric in content_metrics() %}
        sum(number_averages.{{ metric }}_users * draws.times) as {{ metric }}_users,
        {% endfor %}
        sum(number_averages.users * draws.times) as users,
        {% for metric in user_metrics() %}
        sum(number_averages.{{ metric }} * draws.times) as {{ metric }},
        {% endfor %}
        draws.round
    from number_averages
    inner join draws on draws.user_group = number_averages.user_group
    group by
        number_averages.average_number,
        number_averages.activity_quintile,
        draws.round
),

average_draws as (
    {% for user_group in ['activity_quintile', '0'] %}
    select
        average_number,
        cast({{ user_group }} as integer) as user_group,
        {% for metric in user_metrics() %}
        {{ nearest_double('sum(' ~ metric ~ ')') }} / cast(nullif(sum({{ users_of_metric(metric) }}), 0) as double)
        / 1000000000000 as {{ metric }},
        {% endfor %}
        round
    from draw_users
    group by
        average_number,
        cast({{ user_group }} as integer),
        round
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- of two hundred draws, the fifth from below and the fifth from above
find_bounds as (
    select
        average_number,
        {% for metric in user_metrics() %}
        -1 * {{ nth_largest('-1 * ' ~ metric, '5') }} as {{ metric }}_low,
        {{ nth_largest(metric, '5') }} as {{ metric }}_high,
        {% endfor %}
        user_group
    from average_draws
    group by
        average_number,
        user_group
),

name_metrics as (
    select
        add_up_groups.average_number,
        add_up_groups.user_group,
        {{ unnest_metrics(['users', 'total', 'squares', 'step', 'low', 'high']) }}
    from add_up_groups
    inner join find_bounds
        on
            find_bounds.average_number = add_up_groups.average_number
            and find_bounds.user_group = add_up_groups.user_group
),

measure_deviations as (
    select
        *,
        {{ squared_deviations('users', 'total', 'squares', 'step') }} as deviations
    from name_metrics
    where
        users > 0
        and total is not null
),

recommendations__metric_intervals as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        averages.method,
        averages.split,
        averages.k,
        measured.metric,
        recipes.negatives,
        case
            when measured.user_group = 0 then 'all'
            else 'quintile ' || cast(measured.user_group as {{ dbt.type_string() }})
        end as user_group,
        measured.users,
        {{ nearest_double('measured.total') }} / measured.users / 1000000000000 as mean,
        case
            when measured.users > 1
                then sqrt(measured.deviations / (measured.users - 1) / measured.users) / 1000000000000
        end as standard_error,
        measured.low as interval_low,
        measured.high as interval_high
    from measure_deviations as measured
    inner join averages on averages.average_number = measured.average_number
    inner join recipes on recipes.recipe_key = averages.recipe_key
)

select * from recommendations__metric_intervals
