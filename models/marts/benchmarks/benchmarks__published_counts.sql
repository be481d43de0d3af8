with published_counts as (
    select
        dataset_id,
        recipe_id,
        measure,
        published_value,
        source,
        source_url,
        note
    from {{ ref('stg_seeds__published_counts') }}
),

measured_counts as (
    select
        dataset_id,
        recipe_id,
        measure,
        measured_value
    from {{ ref('int_measured_counts') }}
),

datasets as (
    select
        dataset_id,
        is_landed
    from {{ ref('int_datasets') }}
),

recipes as (
    select recipe_id
    from {{ ref('int_recipes') }}
),

published_counts_agreement as (
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
            when measured_counts.measured_value = published_counts.published_value then 'agrees'
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

select * from published_counts_agreement
