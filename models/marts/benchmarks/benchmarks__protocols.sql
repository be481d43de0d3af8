{{ config(partition_by={}) }}

with lines as (
    select *
    from {{ ref('stg_settings__protocols') }}
),

line_problems as (
    select
        file_name,
        line_number,
        min(problem) as problem
    from {{ ref('int_protocol_problems') }}
    group by
        file_name,
        line_number
),

asked_recipes as (
    select
        file_name,
        line_number
    from {{ ref('int_asked_recipes') }}
    where problem is null
),

count_recipes as (
    select
        file_name,
        line_number,
        count(*) as recipes
    from asked_recipes
    group by
        file_name,
        line_number
),

benchmarks__protocols as (
    select
        lines.protocol_id,
        lines.datasets,
        coalesce(count_recipes.recipes, 0) as recipes,
        {{ try_cast('lines.max_interactions', 'bigint') }} as max_interactions,
        lines.duplicate_policy,
        {{ try_cast("case when lines.min_rating <> 'user_mean' then lines.min_rating end", 'double') }} as min_rating,
        {{ timestamp_from_text('lines.rated_from') }} as rated_from,
        {{ timestamp_from_text('lines.rated_before') }} as rated_before,
        lines.listed_users,
        lines.listed_items,
        {{ try_cast('lines.max_user_interactions', 'integer') }} as max_user_interactions,
        {{ try_cast('lines.max_item_interactions', 'integer') }} as max_item_interactions,
        {{ try_cast('lines.first_interactions', 'integer') }} as first_interactions,
        {{ try_cast('lines.last_interactions', 'integer') }} as last_interactions,
        lines.repeats_in_row,
        {{ try_cast('lines.core_users', 'integer') }} as core_users,
        {{ try_cast('lines.core_items', 'integer') }} as core_items,
        lines.core_scope,
        {{ try_cast('lines.core_rounds', 'integer') }} as core_rounds,
        lines.split,
        {{ try_cast('lines.valid_fraction', 'decimal(9, 6)') }} as valid_fraction,
        {{ try_cast('lines.test_fraction', 'decimal(9, 6)') }} as test_fraction,
        {{ timestamp_from_text('lines.valid_starts_at') }} as valid_starts_at,
        {{ timestamp_from_text('lines.test_starts_at') }} as test_starts_at,
        {% for column in ['held_out_events', 'folds', 'window_days', 'step_days', 'session_minutes', 'seed'] %}
        {{ try_cast('lines.' ~ column, 'integer') }} as {{ column }},
        {% endfor %}
        lines.cold,
        {{ try_cast('lines.max_history', 'integer') }} as max_history,
        {{ try_cast('lines.min_train_length', 'integer') }} as min_train_length,
        {{ try_cast('lines.min_co_raters', 'integer') }} as min_co_raters,
        {{ try_cast('lines.neighbors', 'integer') }} as neighbors,
        {{ try_cast('lines.user_neighbors', 'integer') }} as user_neighbors,
        {{ negatives_word('lines.negatives') }} as negatives,
        line_problems.problem,
        lines.file_name,
        lines.line_number
    from lines
    left join line_problems
        on
            line_problems.file_name = lines.file_name
            and line_problems.line_number = lines.line_number
    left join count_recipes
        on
            count_recipes.file_name = lines.file_name
            and count_recipes.line_number = lines.line_number
)

select * from benchmarks__protocols
