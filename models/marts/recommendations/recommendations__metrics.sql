-- Averages over users are sums of whole numbers of 1e-12, the same in whatever order they are added.
with recipes as (
    select
        recipe_key,
        dataset_id
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

estimates as (
    select
        recipe_key,
        kind,
        is_compared
    from {{ ref('int_pair_estimates') }}
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

targets as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from {{ ref('int_held_out_pairs') }}
    where
        is_target
        and is_user_known
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
    select
        recipe_key,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

methods as (
    select
        method,
        compares
    from {{ ref('recommendation_methods') }}
),

list_lengths as (
    {% for k in var('measured_at') %}
    select {{ k }} as k
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
    cross join methods
    cross join list_lengths
    left join estimates
        on
            estimates.recipe_key = parts.recipe_key
            and estimates.kind = methods.compares
    where
        methods.compares is null
        or estimates.is_compared
),

count_targets as (
    select
        recipe_key,
        split,
        user_index,
        count(*) as targets
    from targets
    group by
        recipe_key,
        split,
        user_index
),

list_users as (
    select
        list_measurements.recipe_key,
        list_measurements.method,
        list_measurements.split,
        list_measurements.k,
        count_targets.user_index,
        count_targets.targets
    from list_measurements
    inner join count_targets
        on
            count_targets.recipe_key = list_measurements.recipe_key
            and count_targets.split = list_measurements.split
),

find_hits as (
    select
        recommendations.recipe_key,
        recommendations.method,
        recommendations.split,
        recommendations.user_index,
        recommendations.rank,
        {{ gain('recommendations.rank') }} as gain
    from recommendations
    inner join targets
        on
            targets.recipe_key = recommendations.recipe_key
            and targets.split = recommendations.split
            and targets.user_index = recommendations.user_index
            and targets.item_index = recommendations.item_index
),

list_ranks as (
    select {{ unnest_positions(longest_list()) }} as rank
),

-- all targets in the first places: what a list of k can gain at most
find_ideal_gains as (
    select
        first_ranks.rank as places,
        sum({{ gain('list_ranks.rank') }}) as ideal_gain
    from list_ranks as first_ranks
    inner join list_ranks on list_ranks.rank <= first_ranks.rank
    group by first_ranks.rank
),

measure_users as (
    select
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k,
        list_users.user_index,
        list_users.targets,
        count(find_hits.rank) as hits,
        min(find_hits.rank) as first_hit,
        coalesce(sum(find_hits.gain), 0) as gain
    from list_users
    left join find_hits
        on
            find_hits.recipe_key = list_users.recipe_key
            and find_hits.method = list_users.method
            and find_hits.split = list_users.split
            and find_hits.user_index = list_users.user_index
            and find_hits.rank <= list_users.k
    group by
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k,
        list_users.user_index,
        list_users.targets
),

score_users as (
    select
        measure_users.recipe_key,
        measure_users.method,
        measure_users.split,
        measure_users.k,
        case when measure_users.hits > 0 then 1000000000000 else 0 end as hit_rate,
        cast(round(1000000000000 * cast(measure_users.hits as double) / measure_users.targets) as bigint) as recall,
        cast(
            round(1000000000000 * cast(measure_users.gain as double) / find_ideal_gains.ideal_gain) as bigint
        ) as ndcg,
        coalesce(cast(round(1000000000000 / cast(measure_users.first_hit as double)) as bigint), 0)
            as reciprocal_rank
    from measure_users
    inner join find_ideal_gains on find_ideal_gains.places = least(measure_users.targets, measure_users.k)
),

average_users as (
    select
        recipe_key,
        method,
        split,
        k,
        count(*) as users,
        cast({{ exact_sum('hit_rate') }} as double) / (cast(count(*) as double) * 1000000000000) as hit_rate,
        cast({{ exact_sum('recall') }} as double) / (cast(count(*) as double) * 1000000000000) as recall,
        cast({{ exact_sum('ndcg') }} as double) / (cast(count(*) as double) * 1000000000000) as ndcg,
        cast({{ exact_sum('reciprocal_rank') }} as double) / (cast(count(*) as double) * 1000000000000) as mrr
    from score_users
    group by
        recipe_key,
        method,
        split,
        k
),

count_items as (
    select
        recipe_key,
        count(*) as items
    from popular_items
    group by recipe_key
),

count_recommended_items as (
    select
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k,
        count(distinct recommendations.item_index) as items
    from list_users
    inner join recommendations
        on
            recommendations.recipe_key = list_users.recipe_key
            and recommendations.method = list_users.method
            and recommendations.split = list_users.split
            and recommendations.user_index = list_users.user_index
            and recommendations.rank <= list_users.k
    group by
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k
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
        coalesce(average_users.users, 0) as users,
        coalesce(target_reach.users, 0) as users_of_part,
        coalesce(target_reach.targets, 0) as targets_of_part,
        coalesce(target_reach.reachable_targets, 0) as reachable_targets,
        cast(target_reach.reachable_targets as double) / target_reach.targets as reachable_share,
        average_users.hit_rate,
        average_users.recall,
        average_users.ndcg,
        average_users.mrr,
        case
            when average_users.users > 0
                then cast(coalesce(count_recommended_items.items, 0) as double) / count_items.items
        end as coverage,
        case
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
    left join count_recommended_items
        on
            count_recommended_items.recipe_key = list_measurements.recipe_key
            and count_recommended_items.method = list_measurements.method
            and count_recommended_items.split = list_measurements.split
            and count_recommended_items.k = list_measurements.k
    left join target_reach
        on
            target_reach.recipe_key = list_measurements.recipe_key
            and target_reach.split = list_measurements.split
    left join count_items on count_items.recipe_key = list_measurements.recipe_key
)

select * from recommendations__metrics
