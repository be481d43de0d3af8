-- Each figure of a part beside what is thought of it in seeds/thresholds.csv.
with thresholds as (
    select
        check_id,
        split,
        worse,
        look_beyond,
        critical_beyond,
        advice
    from {{ ref('int_thresholds') }}
),

statistics as (
    select
        recipe_id,
        dataset_id,
        split,
        interactions,
        users,
        items,
        mean_history,
        cast(cold_interactions_removed as double)
        / nullif(cold_interactions_removed + interactions, 0) as cold_removed_share,
        cast(tied_users as double) / nullif(users, 0) as tied_user_share
    from {{ ref('benchmarks__statistics') }}
),

whole_parts as (
    select
        recipe_id,
        split,
        tied_share,
        repeat_share,
        repeat_in_row_share,
        target_in_train_share,
        leaking_share,
        item_leaking_share,
        cold_user_share,
        cold_item_share
    from {{ ref('benchmarks__period_statistics') }}
    where period = 'whole'
),

beside_train as (
    select
        recipe_id,
        other_split as split,
        time_overlap_share,
        item_popularity_psi,
        rating_psi
    from {{ ref('benchmarks__split_comparisons') }}
    where split = 'train'
),

-- of all that were landed, those that are in no part, since nobody can say in which
unplaced as (
    select
        recipe_id,
        cast(sum(case when step in ('no_time', 'no_part') then interactions_before - interactions else 0 end) as double)
        / nullif(max(interactions_before), 0) as unplaced_share
    from {{ ref('benchmarks__attrition') }}
    group by recipe_id
),

join_figures as (
    select
        statistics.*,
        whole_parts.tied_share,
        whole_parts.repeat_share,
        whole_parts.repeat_in_row_share,
        whole_parts.target_in_train_share,
        whole_parts.leaking_share,
        whole_parts.item_leaking_share,
        whole_parts.cold_user_share,
        whole_parts.cold_item_share,
        beside_train.time_overlap_share,
        beside_train.item_popularity_psi,
        beside_train.rating_psi,
        unplaced.unplaced_share
    from statistics
    left join whole_parts
        on
            whole_parts.recipe_id = statistics.recipe_id
            and whole_parts.split = statistics.split
    left join beside_train
        on
            beside_train.recipe_id = statistics.recipe_id
            and beside_train.split = statistics.split
    left join unplaced on unplaced.recipe_id = statistics.recipe_id
),

name_figures as (
    {% for check in split_checks() %}
    select
        recipe_id,
        dataset_id,
        split,
        '{{ check }}' as check_id,
        cast({{ check }} as double) as figure
    from join_figures
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

benchmarks__findings as (
    select
        name_figures.recipe_id,
        name_figures.dataset_id,
        name_figures.split,
        name_figures.check_id,
        name_figures.figure,
        thresholds.worse,
        thresholds.look_beyond,
        thresholds.critical_beyond,
        case
            when name_figures.figure is null then 'unknown'
            when
                (thresholds.worse = 'high' and name_figures.figure > thresholds.critical_beyond)
                or (thresholds.worse = 'low' and name_figures.figure < thresholds.critical_beyond) then 'critical'
            when
                (thresholds.worse = 'high' and name_figures.figure > thresholds.look_beyond)
                or (thresholds.worse = 'low' and name_figures.figure < thresholds.look_beyond) then 'look'
            else 'OK'
        end as verdict,
        thresholds.advice
    from name_figures
    inner join thresholds
        on
            thresholds.check_id = name_figures.check_id
            and thresholds.split = name_figures.split
)

select * from benchmarks__findings
