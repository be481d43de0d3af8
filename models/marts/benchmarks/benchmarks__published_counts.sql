{{ config(partition_by={}) }}

with lines as (
    select
        file_name,
        line_number,
        dataset_id,
        recipe_id,
        measure,
        {{ try_cast('published_value', 'double') }} as published_value,
        length(regexp_replace(published_value, '^[^.]*[.]?', '')) as decimals,
        source,
        source_url,
        note
    from {{ ref('stg_settings__published_counts') }}
),

wrong_lines as (
    select distinct
        file_name,
        line_number
    from {{ ref('int_published_count_problems') }}
),

published_counts as (
    select
        lines.dataset_id,
        lines.recipe_id,
        lines.measure,
        lines.published_value,
        lines.decimals,
        lines.source,
        lines.source_url,
        lines.note
    from lines
    left join wrong_lines
        on
            wrong_lines.file_name = lines.file_name
            and wrong_lines.line_number = lines.line_number
    where wrong_lines.file_name is null
),

landed_datasets as (
    select
        dataset_id,
        interactions,
        users,
        items
    from {{ ref('catalog__datasets') }}
),

attrition as (
    select
        recipe_id,
        step,
        interactions,
        users,
        items
    from {{ ref('benchmarks__attrition') }}
),

statistics as (
    select
        recipe_id,
        split,
        users,
        items,
        interactions,
        gini_users,
        gini_items,
        starts_at
    from {{ ref('benchmarks__statistics') }}
),

whole_parts as (
    select
        recipe_id,
        split,
        tied_interactions,
        tied_share,
        leaking_targets,
        item_leaking_targets
    from {{ ref('benchmarks__period_statistics') }}
    where period = 'whole'
),

core_rounds as (
    select
        recipe_id,
        round
    from {{ ref('benchmarks__core_rounds') }}
),

recipes as (
    select
        recipe_key,
        recipe_id,
        dataset_id,
        core_scope
    from {{ ref('int_recipes') }}
),

fate_counts as (
    select
        recipe_key,
        split,
        entities as interactions
    from {{ ref('int_fate_counts') }}
    where
        kind = 'interaction'
        and split in ('train', 'valid', 'test')
),

measure_recipes as (
    {% for measure, column in {'rows': 'interactions', 'users': 'users', 'items': 'items'}.items() %}
    -- what is left after the last step
    select
        recipe_id,
        '{{ measure }}' as measure,
        {{ column }} as measured_value
    from attrition
    where step = 'cold'
    union all
    {% endfor %}
    {% for measure, column in {'rows': 'interactions', 'users': 'users', 'items': 'items'}.items() %}
    select
        recipe_id,
        split || '_{{ measure }}' as measure,
        {{ column }} as measured_value
    from statistics
    union all
    {% endfor %}
    {% for parts, columns in {
        'statistics': ['gini_users', 'gini_items'],
        'whole_parts': ['tied_interactions', 'tied_share', 'leaking_targets', 'item_leaking_targets'],
    }.items() %}
    {% for column in columns %}
    select
        recipe_id,
        split || '_{{ column }}' as measure,
        {{ column }} as measured_value
    from {{ parts }}
    union all
    {% endfor %}
    {% endfor %}
    select
        recipe_id,
        'core_rounds' as measure,
        max(round) as measured_value
    from core_rounds
    group by recipe_id
    union all
    select
        recipes.recipe_id,
        'rows_before_core_' || fate_counts.split as measure,
        sum(fate_counts.interactions) as measured_value
    from fate_counts
    inner join recipes on recipes.recipe_key = fate_counts.recipe_key
    -- where the core comes first, there is no split before it
    where recipes.core_scope <> 'all'
    group by
        recipes.recipe_id,
        fate_counts.split
    union all
    select
        recipe_id,
        split || '_starts_at' as measure,
        floor({{ unix_microseconds('starts_at') }} / 1000000) as measured_value
    from statistics
    where starts_at is not null
),

-- our figures in the words of seeds/published_counts.csv
measured_counts as (
    {% for measure, column in {'rows': 'interactions', 'users': 'users', 'items': 'items'}.items() %}
    select
        dataset_id,
        cast(null as {{ dbt.type_string() }}) as recipe_id,
        '{{ measure }}' as measure,
        {{ column }} as measured_value
    from landed_datasets
    union all
    {% endfor %}
    select
        recipes.dataset_id,
        measure_recipes.recipe_id,
        measure_recipes.measure,
        cast(measure_recipes.measured_value as double) as measured_value
    from measure_recipes
    inner join recipes on recipes.recipe_id = measure_recipes.recipe_id
),

datasets as (
    select
        dataset_id,
        is_landed
    from {{ ref('int_datasets') }}
),

benchmarks__published_counts as (
    select
        published_counts.dataset_id,
        published_counts.recipe_id,
        published_counts.measure,
        published_counts.published_value,
        measured_counts.measured_value as our_value,
        case
            when not coalesce(datasets.is_landed, false) then 'not landed'
            when published_counts.recipe_id is not null and recipes.recipe_id is null then 'no such recipe'
            when measured_counts.measured_value is null then 'not measured'
            -- half a unit of the last decimal that is printed; a whole number has to be the same
            when
                abs(measured_counts.measured_value - published_counts.published_value)
                <= case
                    when published_counts.decimals > 0 then 0.5 * power(10, -published_counts.decimals) + 1e-12
                    else 0
                end
                then 'agrees'
            else 'differs'
        end as agreement,
        published_counts.source,
        published_counts.source_url,
        published_counts.note
    from published_counts
    left join measured_counts
        on
            measured_counts.dataset_id = published_counts.dataset_id
            and coalesce(measured_counts.recipe_id, '') = coalesce(published_counts.recipe_id, '')
            and measured_counts.measure = published_counts.measure
    left join datasets on datasets.dataset_id = published_counts.dataset_id
    left join recipes on recipes.recipe_id = published_counts.recipe_id
)

select * from benchmarks__published_counts
