-- Averages over users are sums of whole numbers of 1e-12, the same in whatever order they are added.
with recipes as (
    select
        recipe_key,
        dataset_id,
        negatives
    from {{ ref('int_recipes') }}
),

parts as (
    select
        recipe_key,
        recipe_id,
        split,
        relevant_from
    from {{ ref('int_recommended_parts') }}
    where is_held_out
),

methods as (
    select
        recipe_key,
        method,
        split
    from {{ ref('int_measured_methods') }}
),

list_lengths as (
    select
        recipe_key,
        k
    from {{ ref('int_list_lengths') }}
),

recommendations as (
    select
        recipe_key,
        method,
        split,
        user_index,
        rank,
        item_index
    from {{ ref('int_recommendations') }}
),

measured_users as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_measured_users') }}
),

metric_sums as (
    select *
    from {{ ref('int_metric_sums') }}
),

target_reach as (
    select
        recipe_key,
        split,
        users,
        targets,
        reachable_targets
    from {{ ref('int_target_reach') }}
),

popular_items as (
    select recipe_key
    from {{ ref('int_popular_items') }}
),

negatives as (
    select
        recipe_key,
        split,
        user_index
    from {{ ref('int_sampled_items') }}
    where not is_target
),

-- a method that was left out is no row; a part without targets is
list_measurements as (
    select
        parts.recipe_key,
        parts.recipe_id,
        methods.method,
        parts.split,
        list_lengths.k,
        parts.relevant_from
    from parts
    inner join methods
        on
            methods.recipe_key = parts.recipe_key
            and methods.split = parts.split
    inner join list_lengths on list_lengths.recipe_key = parts.recipe_key
),

average_users as (
    select
        recipe_key,
        method,
        split,
        k,
        {% for metric in user_metrics() %}
        {{ nearest_double('sum(' ~ metric ~ ')') }}
        / cast(nullif(sum({{ users_of_metric(metric) }}), 0) as double)
        / 1000000000000 as {{ metric }},
        {% endfor %}
        cast(sum(users) as bigint) as users
    from metric_sums
    group by
        recipe_key,
        method,
        split,
        k
),

-- where a sample is asked for, those who have as many negatives as they should, or where these are given, any
count_sampled_users as (
    select
        users.recipe_key,
        users.split,
        sum(case when users.negatives >= coalesce({{ try_cast('recipes.negatives', 'integer') }}, 1) then 1 else 0 end)
            as users
    from (
        select
            recipe_key,
            split,
            user_index,
            count(*) as negatives
        from negatives
        group by
            recipe_key,
            split,
            user_index
    ) as users
    inner join recipes on recipes.recipe_key = users.recipe_key
    group by
        users.recipe_key,
        users.split
),

count_items as (
    select
        recipe_key,
        count(*) as items
    from popular_items
    group by recipe_key
),

count_exposure as (
    select
        recommendations.recipe_key,
        recommendations.method,
        recommendations.split,
        list_lengths.k,
        recommendations.item_index,
        count(*) as exposures
    from recommendations
    inner join measured_users
        on
            {{ number_in('measured_users.recipe_key', 'measured_users.user_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.user_index') }}
            and measured_users.split = recommendations.split
    inner join list_lengths
        on
            list_lengths.recipe_key = recommendations.recipe_key
            and list_lengths.k >= recommendations.rank
    group by
        recommendations.recipe_key,
        recommendations.method,
        recommendations.split,
        list_lengths.k,
        recommendations.item_index
),

-- items that are in no list have the lowest places of all
order_exposure as (
    select
        count_exposure.*,
        count_items.items,
        count_items.items - count(*) over lists + row_number() over (
            partition by
                count_exposure.recipe_key, count_exposure.method, count_exposure.split, count_exposure.k
            order by
                count_exposure.exposures,
                count_exposure.item_index
        ) as place,
        sum(count_exposure.exposures) over lists as all_exposures
    from count_exposure
    inner join count_items on count_items.recipe_key = count_exposure.recipe_key
    window lists as (
        partition by count_exposure.recipe_key, count_exposure.method, count_exposure.split, count_exposure.k
    )
),

measure_exposure as (
    select
        recipe_key,
        method,
        split,
        k,
        cast(count(*) as double) / max(items) as coverage,
        cast({{ exact_sum('(2 * place - items - 1) * exposures') }} as double)
        / (max(items) * max(all_exposures)) as gini,
        cast(
            sum(
                cast(round(
                    1000 * cast(exposures as double) / all_exposures
                    * {{ logarithm('cast(all_exposures as double) / exposures', 2) }}
                ) as bigint)
            ) as double
        ) / 1000000000000 as entropy
    from order_exposure
    group by
        recipe_key,
        method,
        split,
        k
),

recommendations__metrics as (
    select
        list_measurements.recipe_id,
        recipes.dataset_id,
        list_measurements.method,
        list_measurements.split,
        list_measurements.k,
        case
            when list_measurements.relevant_from is null then 'every event'
            -- 4 rather than 4.0
            when list_measurements.relevant_from = floor(list_measurements.relevant_from)
                then 'rated ' || cast(list_measurements.relevant_from as bigint) || ' or higher'
            else 'rated ' || list_measurements.relevant_from || ' or higher'
        end as relevant,
        recipes.negatives,
        coalesce(average_users.users, 0) as users,
        coalesce(target_reach.users, 0) as users_of_part,
        coalesce(target_reach.targets, 0) as targets_of_part,
        coalesce(target_reach.reachable_targets, 0) as reachable_targets,
        cast(target_reach.reachable_targets as double) / target_reach.targets as reachable_share,
        {% for metric in user_metrics() %}
        average_users.{{ metric }},
        {% endfor %}
        case when average_users.users > 0 then coalesce(measure_exposure.coverage, 0) end as coverage,
        measure_exposure.gini,
        measure_exposure.entropy,
        case
            when recipes.negatives is not null and average_users.users > coalesce(sampled_users.users, 0)
                then
                    case
                        when recipes.negatives = 'given' then 'users without negatives: '
                        else 'users with fewer negatives than asked for: '
                    end
                    || cast(average_users.users - coalesce(sampled_users.users, 0) as {{ dbt.type_string() }})
            when average_users.users > 0 then null
            when target_reach.targets > 0 then 'no figures: nobody who has a target is in train'
            else 'no figures: the part has no targets'
        end as remark
    from list_measurements
    inner join recipes on recipes.recipe_key = list_measurements.recipe_key
    left join average_users
        on
            average_users.recipe_key = list_measurements.recipe_key
            and average_users.method = list_measurements.method
            and average_users.split = list_measurements.split
            and average_users.k = list_measurements.k
    left join measure_exposure
        on
            measure_exposure.recipe_key = list_measurements.recipe_key
            and measure_exposure.method = list_measurements.method
            and measure_exposure.split = list_measurements.split
            and measure_exposure.k = list_measurements.k
    left join target_reach
        on
            target_reach.recipe_key = list_measurements.recipe_key
            and target_reach.split = list_measurements.split
    left join count_sampled_users as sampled_users
        on
            sampled_users.recipe_key = list_measurements.recipe_key
            and sampled_users.split = list_measurements.split
)

select * from recommendations__metrics
