{# without times nobody can say what leaks, and 0 would be an invention #}
{% set has_times = 'split_totals.first_rated_at is not null' %}

with recipes as (
    select
        recipe_id,
        split as split_method,
        core_scope,
        core_users,
        core_items,
        valid_fraction,
        test_fraction,
    from {{ ref('int_recipes') }}
    where is_landed
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
        gini,
    from {{ ref('int_inequality') }}
),

split_totals as (
    select
        recipe_id,
        split,
        first_rated_at,
        last_rated_at,
    from {{ ref('int_split_totals') }}
),

time_cuts as (
    select
        recipe_id,
        split,
        starts_at,
        interactions_at_cut,
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
        cold_items_removed,
    from {{ ref('int_cold_entities') }}
),

time_leakage as (
    select
        recipe_id,
        split,
        later_train_share,
    from {{ ref('int_time_leakage') }}
),

tied_users as (
    select
        recipe_id,
        split,
        tied_users,
    from {{ ref('int_tied_users') }}
),

-- a part that came out empty is a row, too: nobody should have to notice that it is missing
list_parts as (
    select
        recipe_id,
        'all' as split,
        split_method,
        core_scope,
        false as is_leaking_by_core,
    from recipes
    where split_method = 'none'
    {% for split in ['train', 'valid', 'test'] %}
    union all
    select
        recipe_id,
        '{{ split }}' as split,
        split_method,
        core_scope,
        core_scope = 'all' and (core_users > 1 or core_items > 1) as is_leaking_by_core,
    from recipes
    where
        split_method <> 'none'
        {% if split != 'train' %}
        -- a fraction of 0 asks for no such part
        and coalesce({{ split }}_fraction, 1) > 0
        {% endif %}
    {% endfor %}
),

statistics as (
    select
        list_parts.recipe_id,
        list_parts.split,
        coalesce(users.entities, 0) as users,
        coalesce(items.entities, 0) as items,
        cast(coalesce(users.interactions, 0) as bigint) as interactions,
        users.interactions is null as is_empty,
        cast(users.interactions as double) / (cast(users.entities as double) * items.entities) as density,
        cast(users.mean_interactions as double) as mean_history,
        cast(users.median_interactions as double) as median_history,
        cast(users.gini as double) as gini_users,
        cast(items.gini as double) as gini_items,
        split_totals.first_rated_at,
        split_totals.last_rated_at,
        time_cuts.starts_at,
        time_cuts.interactions_at_cut,
        -- these compare a part with train, and say nothing of train itself
        case
            when list_parts.split in ('valid', 'test') and {{ has_times }}
                then cast(coalesce(tied_users.tied_users, 0) as bigint)
        end as tied_users,
        {% for table, column in [
            ('cold_entities', 'cold_users'),
            ('cold_entities', 'cold_items'),
            ('cold_entities', 'cold_interactions_removed'),
            ('cold_entities', 'cold_users_removed'),
            ('cold_entities', 'cold_items_removed'),
        ] %}
        case when list_parts.split in ('valid', 'test') then cast(coalesce({{ table }}.{{ column }}, 0) as bigint) end
            as {{ column }},
        {% endfor %}
        case
            when list_parts.split in ('valid', 'test') and {{ has_times }}
                then coalesce(time_leakage.later_train_share, 0)
        end as later_train_share,
        case
            when list_parts.split in ('valid', 'test') and not ({{ has_times }}) and users.interactions is not null
                then 'unknown: no times, so that the row in the file is the order'
            when coalesce(time_leakage.later_train_share, 0) > 0 and list_parts.is_leaking_by_core
                then 'train knows later events; the core saw valid and test'
            when coalesce(time_leakage.later_train_share, 0) > 0
                then 'train knows later events'
            when list_parts.is_leaking_by_core
                then 'the core saw valid and test'
        end as leakage,
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
    left join split_totals
        on
            split_totals.recipe_id = list_parts.recipe_id
            and split_totals.split = list_parts.split
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
)

select * from statistics
