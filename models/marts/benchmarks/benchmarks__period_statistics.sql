-- Each month counts three times: for the part as a whole (0), to which alone events without a time belong, for its year
-- (1), and for itself (2). Numbers are grouped twice as fast as words. Users and items of a month are there already, so
-- that wholes and years alone are added up of them.
{% set periods = list_of(['0', '1', '2']) %}

{% set first_month %}
    case period
        when 0 then 0
        when 1 then {{ whole_quotient('month_number', 12) }} * 12
        else month_number
    end
{% endset %}

with recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        split as split_method
    from {{ ref('int_recipes') }}
),

part_months as {{ computed_each_time() }} (
    select
        recipe_key,
        part,
        case kind when 'user' then 0 else 1 end as is_item,
        entity_index,
        month_number,
        interactions,
        {{ unix_microseconds('first_rated_at') }} as first_microseconds,
        {{ unix_microseconds('last_rated_at') }} as last_microseconds,
        tied_interactions,
        repeats_in_row,
        microseconds_since_history
    from {{ ref('int_part_months') }}
),

target_months as (
    select
        recipe_key,
        part,
        month_number,
        {{ unnest_list(periods) }} as period,
        leaking_targets,
        item_leaking_targets,
        placed_targets,
        doubled_places,
        doubled_items
    from {{ ref('int_target_months') }}
),

repeat_months as (
    select
        recipe_key,
        part,
        month_number,
        {{ unnest_list(periods) }} as period,
        repeats,
        targets_in_train
    from {{ ref('int_repeat_months') }}
),

add_up_wholes as (
    select
        recipe_key,
        part,
        0 as period,
        0 as first_month,
        is_item,
        entity_index,
        sum(interactions) as interactions,
        sum(case when month_number is not null then interactions else 0 end) as dated_interactions,
        max(last_microseconds) - min(first_microseconds) as lifetime,
        sum(tied_interactions) as tied_interactions,
        sum(repeats_in_row) as repeats_in_row,
        max(microseconds_since_history) as gap
    from part_months
    group by
        recipe_key,
        part,
        is_item,
        entity_index
),

add_up_years as (
    select
        recipe_key,
        part,
        1 as period,
        {{ whole_quotient('month_number', 12) }} * 12 as first_month,
        is_item,
        entity_index,
        sum(interactions) as interactions,
        sum(case when month_number is not null then interactions else 0 end) as dated_interactions,
        max(last_microseconds) - min(first_microseconds) as lifetime,
        sum(tied_interactions) as tied_interactions,
        sum(repeats_in_row) as repeats_in_row,
        max(microseconds_since_history) as gap
    from part_months
    where month_number is not null
    group by
        recipe_key,
        part,
        {{ whole_quotient('month_number', 12) }},
        is_item,
        entity_index
),

entities as (
    select * from add_up_wholes
    union all
    select * from add_up_years
    union all
    select
        recipe_key,
        part,
        2 as period,
        month_number as first_month,
        is_item,
        entity_index,
        interactions,
        interactions as dated_interactions,
        last_microseconds - first_microseconds as lifetime,
        tied_interactions,
        repeats_in_row,
        microseconds_since_history as gap
    from part_months
    where month_number is not null
),

-- few, where a recipe keeps them at all
cold_entities as (
    select
        recipe_key,
        is_item,
        entity_index
    from add_up_wholes
    group by
        recipe_key,
        is_item,
        entity_index
    having min(part) > 0
),

describe_entities as (
    select
        entities.recipe_key,
        entities.part,
        entities.period,
        entities.first_month,
        entities.is_item,
        count(*) as entities,
        sum(entities.interactions) as interactions,
        sum(entities.dated_interactions) as dated_interactions,
        sum(entities.tied_interactions) as tied_interactions,
        sum(entities.repeats_in_row) as repeats_in_row,
        count(cold_entities.entity_index) as cold_entities,
        {{ nearest_double(exact_sum('entities.lifetime')) }} / count(entities.lifetime) as mean_lifetime,
        cast(median(entities.lifetime) as double) as median_lifetime,
        {{ nearest_double(exact_sum('entities.gap')) }} / count(entities.gap) as mean_gap,
        cast(median(entities.gap) as double) as median_gap
    from entities
    left join cold_entities
        on
            cold_entities.recipe_key = entities.recipe_key
            and cold_entities.is_item = entities.is_item
            and cold_entities.entity_index = entities.entity_index
    group by
        entities.recipe_key,
        entities.part,
        entities.period,
        entities.first_month,
        entities.is_item
),

add_up_targets as (
    select
        recipe_key,
        part,
        period,
        {{ first_month }} as first_month,
        sum(leaking_targets) as leaking_targets,
        sum(item_leaking_targets) as item_leaking_targets,
        cast(sum(doubled_places) as double)
        / (cast(max(doubled_items) as double) * sum(placed_targets)) as popularity_place
    from target_months
    where period = 0 or month_number is not null
    group by
        recipe_key,
        part,
        period,
        {{ first_month }}
),

add_up_repeats as (
    select
        recipe_key,
        part,
        period,
        {{ first_month }} as first_month,
        sum(repeats) as repeats,
        sum(targets_in_train) as targets_in_train
    from repeat_months
    where period = 0 or month_number is not null
    group by
        recipe_key,
        part,
        period,
        {{ first_month }}
),

-- without times nobody can say what is tied or leaks, and 0 would be an invention
join_parts as (
    select
        users.recipe_key,
        users.part,
        users.part > 0 as is_held_out,
        users.period,
        users.first_month,
        users.interactions,
        users.dated_interactions,
        users.dated_interactions > 0 as has_times,
        users.entities as users,
        items.entities as items,
        users.tied_interactions,
        coalesce(repeats.repeats, 0) as repeats,
        users.repeats_in_row,
        users.mean_lifetime as mean_user_lifetime,
        users.median_lifetime as median_user_lifetime,
        items.mean_lifetime as mean_item_lifetime,
        items.median_lifetime as median_item_lifetime,
        users.mean_gap,
        users.median_gap,
        users.cold_entities as cold_users,
        items.cold_entities as cold_items,
        targets.leaking_targets,
        targets.item_leaking_targets,
        coalesce(repeats.targets_in_train, 0) as targets_in_train,
        targets.popularity_place
    from describe_entities as users
    inner join describe_entities as items
        on
            items.recipe_key = users.recipe_key
            and items.part = users.part
            and items.period = users.period
            and items.first_month = users.first_month
            and items.is_item = 1
    left join add_up_targets as targets
        on
            targets.recipe_key = users.recipe_key
            and targets.part = users.part
            and targets.period = users.period
            and targets.first_month = users.first_month
    left join add_up_repeats as repeats
        on
            repeats.recipe_key = users.recipe_key
            and repeats.part = users.part
            and repeats.period = users.period
            and repeats.first_month = users.first_month
    where users.is_item = 0
),

benchmarks__period_statistics as (
    select
        recipes.recipe_id,
        recipes.dataset_id,
        {{ part_name('recipes.split_method', 'join_parts.part') }} as split,
        case join_parts.period when 0 then 'whole' when 1 then 'year' else 'month' end as period,
        case when join_parts.period > 0 then {{ first_day_of('join_parts.first_month') }} end as starts_on,
        cast(join_parts.interactions as bigint) as interactions,
        cast(join_parts.users as bigint) as users,
        cast(join_parts.items as bigint) as items,
        case when join_parts.has_times then cast(join_parts.tied_interactions as bigint) end as tied_interactions,
        case
            when join_parts.has_times
                then cast(join_parts.tied_interactions as double) / join_parts.dated_interactions
        end as tied_share,
        cast(join_parts.repeats as bigint) as repeats,
        cast(join_parts.repeats as double) / join_parts.interactions as repeat_share,
        cast(join_parts.repeats_in_row as bigint) as repeats_in_row,
        cast(join_parts.repeats_in_row as double) / join_parts.interactions as repeat_in_row_share,
        {% for column in [
            'mean_user_lifetime', 'median_user_lifetime', 'mean_item_lifetime', 'median_item_lifetime', 'mean_gap',
            'median_gap',
        ] %}
        join_parts.{{ column }} / 86400000000 as {{ column }}_days,
        {% endfor %}
        {% for kind in ['user', 'item'] %}
        case when join_parts.is_held_out then cast(join_parts.cold_{{ kind }}s as bigint) end as cold_{{ kind }}s,
        case
            when join_parts.is_held_out then cast(join_parts.cold_{{ kind }}s as double) / join_parts.{{ kind }}s
        end as cold_{{ kind }}_share,
        {% endfor %}
        {% for column in ['leaking', 'item_leaking'] %}
        case
            when join_parts.is_held_out and join_parts.has_times
                then cast(join_parts.{{ column }}_targets as bigint)
        end as {{ column }}_targets,
        case
            when join_parts.is_held_out and join_parts.has_times
                then cast(join_parts.{{ column }}_targets as double) / join_parts.dated_interactions
        end as {{ column }}_share,
        {% endfor %}
        case when join_parts.is_held_out then cast(join_parts.targets_in_train as bigint) end as targets_in_train,
        case
            when join_parts.is_held_out
                then cast(join_parts.targets_in_train as double) / join_parts.interactions
        end as target_in_train_share,
        join_parts.popularity_place
    from join_parts
    inner join recipes on recipes.recipe_key = join_parts.recipe_key
)

select * from benchmarks__period_statistics
