with recipes as (
    select
        recipe_id,
        core_scope,
        core_users,
        core_items
    from {{ ref('int_recipes') }}
),

parts as (
    select
        recipe_id,
        split,
        is_held_out
    from {{ ref('int_recipe_parts') }}
),

inequality as (
    select
        recipe_id,
        split,
        kind,
        entities,
        interactions,
        mean_interactions,
        median_interactions,
        gini
    from {{ ref('int_inequality') }}
),

split_totals as (
    select
        recipe_id,
        split,
        interactions,
        first_rated_at,
        last_rated_at
    from {{ ref('int_split_totals') }}
),

time_cuts as (
    select
        recipe_id,
        split,
        starts_at,
        interactions_at_cut
    from {{ ref('int_time_cuts') }}
),

cold_entities as (
    select
        recipe_id,
        split,
        cold_users,
        cold_items,
        cold_interactions_removed,
        cold_users_removed,
        cold_items_removed
    from {{ ref('int_cold_entities') }}
),

time_leakage as (
    select
        recipe_id,
        split,
        later_train_share
    from {{ ref('int_time_leakage') }}
),

tied_users as (
    select
        recipe_id,
        split,
        tied_users
    from {{ ref('int_tied_users') }}
),

-- a part that came out empty is a row, too: nobody should have to notice that it is missing
list_parts as (
    select
        parts.recipe_id,
        parts.split,
        parts.is_held_out,
        split_totals.interactions is null as is_empty,
        split_totals.first_rated_at,
        split_totals.last_rated_at,
        -- without times nobody can say what leaks, and 0 would be an invention
        split_totals.first_rated_at is not null as has_times,
        recipes.core_scope = 'all' and (recipes.core_users > 1 or recipes.core_items > 1) as is_core_of_all
    from parts
    inner join recipes on recipes.recipe_id = parts.recipe_id
    left join split_totals
        on
            split_totals.recipe_id = parts.recipe_id
            and split_totals.split = parts.split
),

name_parts_that_the_core_saw as (
    select
        recipe_id,
        case sum(case split when 'valid' then 1 else 2 end)
            when 1 then 'the core saw valid'
            when 2 then 'the core saw test'
            else 'the core saw valid and test'
        end as leakage
    from list_parts
    where
        is_held_out
        and is_core_of_all
        and not is_empty
    group by recipe_id
),

name_leakage_by_time as (
    select
        list_parts.recipe_id,
        list_parts.split,
        case
            when not list_parts.has_times then 'unknown: no times, so that the row in the file is the order'
            when time_leakage.later_train_share > 0 then 'train knows later events'
        end as leakage
    from list_parts
    left join time_leakage
        on
            time_leakage.recipe_id = list_parts.recipe_id
            and time_leakage.split = list_parts.split
    where
        list_parts.is_held_out
        and not list_parts.is_empty
),

benchmarks__statistics as (
    select
        list_parts.recipe_id,
        list_parts.split,
        coalesce(users.entities, 0) as users,
        coalesce(items.entities, 0) as items,
        cast(coalesce(users.interactions, 0) as bigint) as interactions,
        list_parts.is_empty,
        cast(users.interactions as double) / (cast(users.entities as double) * items.entities) as density,
        cast(users.mean_interactions as double) as mean_history,
        cast(users.median_interactions as double) as median_history,
        cast(users.gini as double) as gini_users,
        cast(items.gini as double) as gini_items,
        list_parts.first_rated_at,
        list_parts.last_rated_at,
        time_cuts.starts_at,
        time_cuts.interactions_at_cut,
        -- these compare a part with train, and say nothing of train itself
        case
            when list_parts.is_held_out and (list_parts.has_times or list_parts.is_empty)
                then cast(coalesce(tied_users.tied_users, 0) as bigint)
        end as tied_users,
        {% for table, column in [
            ('cold_entities', 'cold_users'),
            ('cold_entities', 'cold_items'),
            ('cold_entities', 'cold_interactions_removed'),
            ('cold_entities', 'cold_users_removed'),
            ('cold_entities', 'cold_items_removed'),
        ] %}
        case when list_parts.is_held_out then cast(coalesce({{ table }}.{{ column }}, 0) as bigint) end
            as {{ column }},
        {% endfor %}
        case
            when list_parts.is_held_out and list_parts.has_times
                then coalesce(time_leakage.later_train_share, 0)
        end as later_train_share,
        -- a part without events leaks nothing
        case
            when list_parts.is_held_out and list_parts.is_empty then null
            else
                coalesce(by_time.leakage || '; ' || by_core.leakage, by_time.leakage, by_core.leakage)
        end as leakage
    from list_parts
    left join inequality as users
        on
            users.recipe_id = list_parts.recipe_id
            and users.split = list_parts.split
            and users.kind = 'user'
    left join inequality as items
        on
            items.recipe_id = list_parts.recipe_id
            and items.split = list_parts.split
            and items.kind = 'item'
    left join time_cuts
        on
            time_cuts.recipe_id = list_parts.recipe_id
            and time_cuts.split = list_parts.split
    left join cold_entities
        on
            cold_entities.recipe_id = list_parts.recipe_id
            and cold_entities.split = list_parts.split
    left join time_leakage
        on
            time_leakage.recipe_id = list_parts.recipe_id
            and time_leakage.split = list_parts.split
    left join tied_users
        on
            tied_users.recipe_id = list_parts.recipe_id
            and tied_users.split = list_parts.split
    left join name_leakage_by_time as by_time
        on
            by_time.recipe_id = list_parts.recipe_id
            and by_time.split = list_parts.split
    left join name_parts_that_the_core_saw as by_core on by_core.recipe_id = list_parts.recipe_id
)

select * from benchmarks__statistics
