{#
    Recipes with every raw event of their dataset: what the steps before the core make of it, its part in those that
    split first, and a mark on the events that the k-core counts. CTEs that end in one of this name, over a relation of
    recipes with the columns of int_recipes, and an expression over it for the dataset whose events a recipe meets.

        with recipes as (select * from {{ ref('int_recipes') }}),
        {{ events_before_core('recipes', 'recipes.dataset_key') }}
        select * from events_before_core
#}
{% macro events_before_core(recipes, dataset_key) %}
    events as (
        select
            dataset_key,
            source_row,
            user_key,
            item_key,
            user_text_id,
            item_text_id,
            rating,
            rated_at,
            is_first_of_pair,
            is_last_of_pair,
            event_of_pair,
            given_part
        from {{ ref('int_interactions') }}
    ),

    filtered as (
        select
            recipe_key,
            source_row,
            dropped_at_step
        from {{ ref('int_filtered_interactions') }}
    ),

    {{ corate.cuts_of_splits(ref('int_splits_before_core')) }},

    -- a step of its own: where a left join is on columns of two relations, DuckDB 2.0 takes it for one that leaves
    -- nothing, and makes the hash table of all events, 20 million, rather than of their users (docs/decisions/0032)
    meet_events as (
        select
            {{ recipes }}.recipe_key,
            -- handed on to the next steps, so that none of them looks the recipe up again for each event; a reader's
            -- condition on the id comes down to here, and to the events of that recipe's dataset
            {{ recipes }}.recipe_id,
            {{ recipes }}.duplicate_policy,
            {{ recipes }}.min_rating,
            {{ recipes }}.rated_from,
            {{ recipes }}.rated_before,
            {{ recipes }}.core_scope,
            {{ recipes }}.split,
            {{ recipes }}.fold,
            {{ recipes }}.cold,
            events.source_row,
            events.user_key,
            events.item_key,
            events.user_text_id,
            events.item_text_id,
            events.rating,
            events.rated_at,
            events.is_first_of_pair,
            events.is_last_of_pair,
            events.given_part,
            {{ corate.split_time(recipes, 'events') }} as split_time,
            {{ corate.split_place(recipes, 'events') }} as split_place
        from {{ recipes }}
        inner join events on events.dataset_key = {{ dataset_key }}
    ),

    take_first_steps as (
        select
            meet_events.recipe_key,
            meet_events.recipe_id,
            meet_events.duplicate_policy,
            meet_events.core_scope,
            meet_events.split as split_method,
            meet_events.fold,
            meet_events.cold = 'drop' as drops_cold,
            meet_events.source_row,
            meet_events.user_key,
            meet_events.item_key,
            meet_events.user_text_id,
            meet_events.item_text_id,
            meet_events.rating,
            meet_events.rated_at,
            meet_events.given_part,
            meet_events.split_time,
            meet_events.split_place,
            {{ corate.dropped_before_core('meet_events', 'meet_events', 'filtered') }} as dropped_at_step
        from meet_events
        left join filtered
            on
                filtered.recipe_key = meet_events.recipe_key
                and filtered.source_row = meet_events.source_row
    ),

    split_first as (
        select
            take_first_steps.*,
            case
                when take_first_steps.dropped_at_step is null and take_first_steps.core_scope <> 'all'
                    then {{ corate.assigned_split('take_first_steps', 'cuts', 'held_out') }}
            end as split
        from take_first_steps
        left join cuts on cuts.recipe_key = take_first_steps.recipe_key
        left join held_out
            on
                held_out.recipe_key = take_first_steps.recipe_key
                and held_out.user_key = take_first_steps.user_key
    ),

    events_before_core as (
        select
            *,
            -- one expression: DuckDB takes each of two conditions for one that leaves a fifth of the events, and then
            -- makes the hash table of those of a join, rather than of who is looked up
            case
                when dropped_at_step is null
                    then core_scope = 'all' or (core_scope = 'train' and split in ('train', 'all'))
                else false
            end as is_counted_in_core
        from split_first
    )
{% endmacro %}
