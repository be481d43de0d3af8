{{ config(partition_by={}) }}

with lines as (
    select
        file_name,
        line_number,
        dataset_id,
        recipe_id,
        method,
        split,
        metric,
        {{ try_cast('k', 'integer') }} as k,
        {{ try_cast('published_value', 'double') }} as published_value,
        {{ try_cast('coalesce(recomputed_value, published_value)', 'double') }} as expected_value,
        length(regexp_replace(published_value, '^[^.]*[.]?', '')) as decimals,
        cause,
        source,
        source_url,
        note
    from {{ ref('stg_settings__published_metrics') }}
),

wrong_lines as (
    select distinct
        file_name,
        line_number
    from {{ ref('int_published_metric_problems') }}
),

published_metrics as (
    select lines.*
    from lines
    left join wrong_lines
        on
            wrong_lines.file_name = lines.file_name
            and wrong_lines.line_number = lines.line_number
    where wrong_lines.file_name is null
),

metrics as (
    select *
    from {{ ref('recommendations__metrics') }}
),

rating_metrics as (
    select *
    from {{ ref('recommendations__rating_metrics') }}
),

recipes as (
    select
        recipe_id,
        negatives,
        dataset_id || '-' || protocol_id as id_of_all_folds
    from {{ ref('int_recipes') }}
),

name_metrics as (
    {% for metric in list_metrics() %}
    select
        recipe_id,
        method,
        split,
        k,
        '{{ metric }}' as metric,
        {{ metric }} as our_value
    from metrics
    union all
    {% endfor %}
    {% for metric in rating_metrics() %}
    select
        recipe_id,
        method,
        split,
        cast(null as integer) as k,
        '{{ metric }}' as metric,
        {{ metric }} as our_value
    from rating_metrics
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- the mean of several folds, in whole numbers of 1e-12, in whatever order they are added
average_folds as (
    select
        recipes.id_of_all_folds as recipe_id,
        name_metrics.method,
        name_metrics.split,
        name_metrics.k,
        name_metrics.metric,
        cast(sum({{ rounded_number('name_metrics.our_value * 1000000000000') }}) as double)
        / count(name_metrics.our_value) / 1000000000000 as our_value
    from name_metrics
    inner join recipes on recipes.recipe_id = name_metrics.recipe_id
    where recipes.id_of_all_folds <> recipes.recipe_id
    group by
        recipes.id_of_all_folds,
        name_metrics.method,
        name_metrics.split,
        name_metrics.k,
        name_metrics.metric
),

our_metrics as (
    select * from name_metrics
    union all
    select * from average_folds
),

made_recipes as (
    select
        recipe_id,
        negatives
    from recipes
    union
    select
        id_of_all_folds as recipe_id,
        negatives
    from recipes
),

datasets as (
    select
        dataset_id,
        is_landed
    from {{ ref('int_datasets') }}
),

compare_values as (
    select
        published_metrics.*,
        our_metrics.our_value,
        made_recipes.negatives,
        made_recipes.recipe_id is not null as has_recipe,
        coalesce(datasets.is_landed, false) as is_landed,
        -- half a unit of the last digit that is printed
        0.5 * power(10, -published_metrics.decimals) + 1e-12 as tolerance
    from published_metrics
    left join our_metrics
        on
            our_metrics.recipe_id = published_metrics.recipe_id
            and our_metrics.method = published_metrics.method
            and our_metrics.split = published_metrics.split
            and coalesce(our_metrics.k, 0) = coalesce(published_metrics.k, 0)
            and our_metrics.metric = published_metrics.metric
    left join datasets on datasets.dataset_id = published_metrics.dataset_id
    left join made_recipes on made_recipes.recipe_id = published_metrics.recipe_id
),

recommendations__published_metrics as (
    select
        dataset_id,
        recipe_id,
        method,
        split,
        metric,
        k,
        negatives,
        published_value,
        our_value,
        our_value - published_value as difference,
        case
            when not is_landed then 'not landed'
            when not has_recipe then 'no such recipe'
            when our_value is null then 'not measured'
            when abs(our_value - published_value) <= tolerance then 'agrees'
            when cause is not null and abs(our_value - expected_value) <= tolerance then 'explained'
            else 'differs'
        end as agreement,
        cause,
        source,
        source_url,
        note
    from compare_values
)

select * from recommendations__published_metrics
