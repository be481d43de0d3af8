with recipes as (
    select
        recipe_key,
        dataset_id,
        core_scope,
        core_users,
        core_items
    from {{ ref('int_recipes') }}
),

split_totals as (
    select
        recipe_key,
        recipe_id,
        split,
        interactions,
        first_rated_at,
        last_rated_at,
        later_train_share
    from {{ ref('int_split_totals') }}
),

split_entities as (
    select
        recipe_key,
        split,
        kind,
        entities,
        interactions,
        mean_interactions,
        median_interactions,
        gini,
        cold_entities,
        tied_entities
    from {{ ref('int_split_entities') }}
),

-- cuts of all users, and how many events have exactly the time of a cut: those ties go to the later part
-- whole
cuts as (
    {% for splits, split in [
        ('int_splits_before_core', 'valid'),
        ('int_splits_before_core', 'test'),
        ('int_splits_after_core', 'valid'),
        ('int_splits_after_core', 'test'),
    ] %}
    select
        recipe_key,
        '{{ split }}' as split,
        {{ split }}_starts_at as starts_at,
        {{ split }}_events_at_cut as interactions_at_cut
    from {{ ref(splits) }}
    where
        user_key is null
        and {{ split }}_starts_at is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- whoever keeps an event is in the core of train
cold_fates as (
    select
        recipe_key,
        kind,
        is_cold_in_valid,
        is_cold_in_test,
        entities
    from {{ ref('int_fate_counts') }}
    where steps_survived < {{ dropping_steps() | length }}
),

count_removed as (
    {% for split in ['valid', 'test'] %}
    select
        {% for kind in ['interaction', 'user', 'item'] %}
        sum(case when kind = '{{ kind }}' then entities else 0 end) as cold_{{ kind }}s_removed,
        {% endfor %}
        recipe_key,
        '{{ split }}' as split
    from cold_fates
    where is_cold_in_{{ split }}
    group by recipe_key
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- a part that came out empty is a row, too: nobody should have to notice that it is missing
list_parts as (
    select
        split_totals.recipe_key,
        split_totals.recipe_id,
        recipes.dataset_id,
        split_totals.split,
        split_totals.split in ('valid', 'test') as is_held_out,
        split_totals.interactions = 0 as is_empty,
        split_totals.first_rated_at,
        split_totals.last_rated_at,
        -- without times nobody can say what leaks, and 0 would be an invention
        split_totals.first_rated_at is not null as has_times,
        split_totals.later_train_share,
        recipes.core_scope = 'all' and (recipes.core_users > 1 or recipes.core_items > 1) as is_core_of_all
    from split_totals
    inner join recipes on recipes.recipe_key = split_totals.recipe_key
),

name_parts_that_the_core_saw as (
    select
        recipe_key,
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
    group by recipe_key
),

name_leakage_by_time as (
    select
        recipe_key,
        split,
        case
            when not has_times then 'unknown: no times, so that the row in the file is the order'
            when later_train_share > 0 then 'train knows later events'
        end as leakage
    from list_parts
    where
        is_held_out
        and not is_empty
),

benchmarks__statistics as (
    select
        list_parts.recipe_id,
        list_parts.dataset_id,
        list_parts.split,
        coalesce(users.entities, 0) as users,
        coalesce(items.entities, 0) as items,
        cast(coalesce(users.interactions, 0) as bigint) as interactions,
        list_parts.is_empty,
        cast(users.interactions as double) / (cast(users.entities as double) * items.entities) as density,
        cast(users.mean_interactions as double) as mean_history,
        cast(users.median_interactions as double) as median_history,
        cast(items.mean_interactions as double) as mean_item_interactions,
        -- what DataRec calls them; nine decimals, since engines differ in the last bit of a logarithm
        sqrt(cast(users.entities as double) * items.entities) / 1000 as space_size,
        cast(users.entities as double) / items.entities as shape,
        {{ rounded_number('1e9 * log10(sqrt(cast(users.entities as double) * items.entities) / 1000)') }}
        / cast(1e9 as double) as space_size_log,
        {{ rounded_number('1e9 * log10(cast(users.entities as double) / items.entities)') }}
        / cast(1e9 as double) as shape_log,
        {{ rounded_number(
            '1e9 * log10(cast(users.interactions as double) / (cast(users.entities as double) * items.entities))'
        ) }} / cast(1e9 as double) as density_log,
        cast(users.gini as double) as gini_users,
        cast(items.gini as double) as gini_items,
        list_parts.first_rated_at,
        list_parts.last_rated_at,
        cuts.starts_at,
        cuts.interactions_at_cut,
        -- these compare a part with train, and say nothing of train itself
        case
            when list_parts.is_held_out and (list_parts.has_times or list_parts.is_empty)
                then cast(coalesce(users.tied_entities, 0) as bigint)
        end as tied_users,
        {% for column, counted in {
            'cold_users': 'users.cold_entities',
            'cold_items': 'items.cold_entities',
            'cold_interactions_removed': 'count_removed.cold_interactions_removed',
            'cold_users_removed': 'count_removed.cold_users_removed',
            'cold_items_removed': 'count_removed.cold_items_removed',
        }.items() %}
        case when list_parts.is_held_out then cast(coalesce({{ counted }}, 0) as bigint) end as {{ column }},
        {% endfor %}
        case
            when list_parts.is_held_out and list_parts.has_times
                then coalesce(list_parts.later_train_share, 0)
        end as later_train_share,
        -- a part without events leaks nothing
        case
            when list_parts.is_held_out and list_parts.is_empty then null
            else
                coalesce(by_time.leakage || '; ' || by_core.leakage, by_time.leakage, by_core.leakage)
        end as leakage
    from list_parts
    {% for kind in ['user', 'item'] %}
    left join split_entities as {{ kind }}s
        on
            {{ kind }}s.recipe_key = list_parts.recipe_key
            and {{ kind }}s.split = list_parts.split
            and {{ kind }}s.kind = '{{ kind }}'
    {% endfor %}
    left join cuts
        on
            cuts.recipe_key = list_parts.recipe_key
            and cuts.split = list_parts.split
    left join count_removed
        on
            count_removed.recipe_key = list_parts.recipe_key
            and count_removed.split = list_parts.split
    left join name_leakage_by_time as by_time
        on
            by_time.recipe_key = list_parts.recipe_key
            and by_time.split = list_parts.split
    left join name_parts_that_the_core_saw as by_core on by_core.recipe_key = list_parts.recipe_key
)

select * from benchmarks__statistics
