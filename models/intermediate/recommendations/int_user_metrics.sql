-- What the places of hits in a user's list say, in whole numbers of 1e-12, so that averages are the same in whatever
-- order they are added up.
with parts as (
    select
        recipe_key,
        split,
        leaves_out_valid
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
        is_sampled,
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

held_out_pairs as (
    select
        recipe_key,
        split,
        user_index,
        item_index,
        is_target,
        is_within_reach
    from {{ ref('int_held_out_pairs') }}
    where is_user_known
),

train_ratings as (
    select
        recipe_key,
        user_index,
        item_index
    from {{ ref('int_train_ratings') }}
),

popular_items as (
    select
        recipe_key,
        item_index,
        popularity_rank
    from {{ ref('int_popular_items') }}
),

sampled_items as (
    select
        recipe_key,
        split,
        user_index,
        is_target
    from {{ ref('int_sampled_items') }}
),

targets as (
    select
        recipe_key,
        split,
        user_index,
        item_index
    from held_out_pairs
    where is_target
),

count_targets as (
    select
        recipe_key,
        split,
        user_index,
        count(*) as targets,
        sum(case when is_within_reach then 1 else 0 end) as reachable_targets
    from held_out_pairs
    where is_target
    group by
        recipe_key,
        split,
        user_index
),

count_items as (
    select
        recipe_key,
        count(*) as items
    from popular_items
    group by recipe_key
),

count_rated_items as (
    select
        recipe_key,
        user_index,
        count(*) as items
    from train_ratings
    group by
        recipe_key,
        user_index
),

-- what was met in valid for the first time is no candidate where the list for test leaves it out
count_left_out_items as (
    select
        valid_pairs.recipe_key,
        valid_pairs.user_index,
        count(*) as items
    from held_out_pairs as valid_pairs
    left join train_ratings
        on
            {{ number_in('train_ratings.recipe_key', 'train_ratings.user_index') }}
            = {{ number_in('valid_pairs.recipe_key', 'valid_pairs.user_index') }}
            and train_ratings.item_index = valid_pairs.item_index
    where
        valid_pairs.split = 'valid'
        and valid_pairs.is_within_reach
        and train_ratings.item_index is null
    group by
        valid_pairs.recipe_key,
        valid_pairs.user_index
),

count_sampled_items as (
    select
        recipe_key,
        split,
        user_index,
        sum(case when is_target then 1 else 0 end) as reachable_targets,
        sum(case when is_target then 0 else 1 end) as non_targets
    from sampled_items
    group by
        recipe_key,
        split,
        user_index
),

-- candidates that are no targets
count_others as (
    select
        count_targets.recipe_key,
        count_targets.split,
        count_targets.user_index,
        count_targets.targets,
        count_targets.reachable_targets,
        count_items.items
        - count_rated_items.items
        - case when parts.leaves_out_valid then coalesce(count_left_out_items.items, 0) else 0 end
        - count_targets.reachable_targets as non_targets
    from count_targets
    inner join parts
        on
            parts.recipe_key = count_targets.recipe_key
            and parts.split = count_targets.split
    inner join count_items on count_items.recipe_key = count_targets.recipe_key
    inner join count_rated_items
        on
            {{ number_in('count_rated_items.recipe_key', 'count_rated_items.user_index') }}
            = {{ number_in('count_targets.recipe_key', 'count_targets.user_index') }}
    left join count_left_out_items
        on
            {{ number_in('count_left_out_items.recipe_key', 'count_left_out_items.user_index') }}
            = {{ number_in('count_targets.recipe_key', 'count_targets.user_index') }}
),

measure_lists as (
    select
        recipe_key,
        method,
        split,
        user_index,
        max(rank) as items
    from recommendations
    group by
        recipe_key,
        method,
        split,
        user_index
),

list_users as (
    select
        count_others.recipe_key,
        methods.method,
        count_others.split,
        list_lengths.k,
        count_others.user_index,
        count_others.targets,
        {% for count in ['reachable_targets', 'non_targets'] %}
        case
            when list_lengths.is_sampled then coalesce(count_sampled_items.{{ count }}, 0)
            else count_others.{{ count }}
        end as {{ count }},
        {% endfor %}
        least(list_lengths.k, coalesce(measure_lists.items, 0)) as items
    from count_others
    inner join methods
        on
            methods.recipe_key = count_others.recipe_key
            and methods.split = count_others.split
    inner join list_lengths on list_lengths.recipe_key = count_others.recipe_key
    left join count_sampled_items
        on
            {{ number_in('count_sampled_items.recipe_key', 'count_sampled_items.user_index') }}
            = {{ number_in('count_others.recipe_key', 'count_others.user_index') }}
            and count_sampled_items.split = count_others.split
    left join measure_lists
        on
            {{ number_in('measure_lists.recipe_key', 'measure_lists.user_index') }}
            = {{ number_in('count_others.recipe_key', 'count_others.user_index') }}
            and measure_lists.method = methods.method
            and measure_lists.split = count_others.split
),

find_hits as (
    select
        recommendations.recipe_key,
        recommendations.method,
        recommendations.split,
        recommendations.user_index,
        recommendations.rank,
        popular_items.popularity_rank,
        {{ gain('recommendations.rank') }} as gain,
        row_number() over (
            partition by
                recommendations.recipe_key,
                recommendations.method,
                recommendations.split,
                recommendations.user_index
            order by recommendations.rank
        ) as hits_so_far
    from recommendations
    inner join targets
        on
            {{ number_in('targets.recipe_key', 'targets.user_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.user_index') }}
            and targets.split = recommendations.split
            and targets.item_index = recommendations.item_index
    inner join popular_items
        on
            {{ number_in('popular_items.recipe_key', 'popular_items.item_index') }}
            = {{ number_in('recommendations.recipe_key', 'recommendations.item_index') }}
),

-- precision at a hit is a whole number of 1e-12
measure_users as (
    select
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k,
        list_users.user_index,
        list_users.targets,
        list_users.reachable_targets,
        list_users.non_targets,
        list_users.items,
        count(find_hits.rank) as hits,
        coalesce(sum(case when find_hits.popularity_rank > list_users.k then 1 else 0 end), 0) as unexpected_hits,
        min(find_hits.rank) as first_hit,
        coalesce(sum(find_hits.rank), 0) as ranks,
        coalesce(sum(find_hits.gain), 0) as gain,
        coalesce(
            sum(cast(round(1000000000000 * cast(find_hits.hits_so_far as double) / find_hits.rank) as bigint)), 0
        ) as precisions
    from list_users
    left join find_hits
        on
            find_hits.method = list_users.method
            and {{ number_in('find_hits.recipe_key', 'find_hits.user_index') }}
            = {{ number_in('list_users.recipe_key', 'list_users.user_index') }}
            and find_hits.split = list_users.split
            and find_hits.rank <= list_users.k
    group by
        list_users.recipe_key,
        list_users.method,
        list_users.split,
        list_users.k,
        list_users.user_index,
        list_users.targets,
        list_users.reachable_targets,
        list_users.non_targets,
        list_users.items
),

list_places as (
    select {{ unnest_positions('longest') }} as rank
    from (select max(k) as longest from list_lengths) as longest_list
),

-- all targets in the first places: what a list of k can gain at most
find_ideal_gains as (
    select
        rank as places,
        sum({{ gain('rank') }}) over (order by rank rows unbounded preceding) as ideal_gain
    from list_places
),

-- Of a target and another candidate, AUC counts those pairs in which the target is before the other. Candidates beyond
-- the list are in no order, so that the target is before half of them; a target that train does not know is last.
score_users as (
    select
        measured.recipe_key,
        measured.method,
        measured.split,
        measured.k,
        measured.user_index,
        case when measured.hits > 0 then 1.0 else 0.0 end as hit_rate,
        cast(measured.hits as double) / measured.targets as recall,
        cast(measured.hits as double) / least(measured.targets, measured.k) as capped_recall,
        cast(measured.hits as double) / measured.k as precision,
        2 * cast(measured.hits as double) / (measured.targets + measured.k) as f1,
        cast(measured.precisions as double) / least(measured.targets, measured.k) / 1000000000000 as map,
        cast(measured.precisions as double) / measured.targets / 1000000000000 as map_by_targets,
        case
            when measured.hits > 0 then cast(measured.precisions as double) / measured.hits / 1000000000000
            else 0.0
        end as map_by_hits,
        coalesce(1 / cast(measured.first_hit as double), 0) as mrr,
        cast(measured.gain as double) / find_ideal_gains.ideal_gain as ndcg,
        case
            when measured.non_targets = 0 then cast(measured.reachable_targets as double)
            else
                (
                    cast(measured.hits as double) * measured.non_targets
                    - measured.ranks
                    + cast(measured.hits as double) * (measured.hits + 1) / 2
                    + cast(measured.reachable_targets - measured.hits as double)
                    * (measured.non_targets - (measured.items - measured.hits)) / 2
                ) / measured.non_targets
        end / measured.targets as auc,
        -- a hit that the k most popular items would not have been
        cast(measured.unexpected_hits as double) / measured.k as serendipity
    from measure_users as measured
    inner join find_ideal_gains on find_ideal_gains.places = least(measured.targets, measured.k)
),

int_user_metrics as (
    select
        recipe_key,
        method,
        split,
        k,
        {% for metric in hit_metrics() %}
        cast(round(1000000000000 * {{ metric }}) as bigint) as {{ metric }},
        {% endfor %}
        user_index
    from score_users
)

select * from int_user_metrics
