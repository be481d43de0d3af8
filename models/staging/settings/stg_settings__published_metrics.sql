-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('published_metrics') }}
    union all
    select * from {{ source('settings', 'own_published_metrics') }}
),

stg_settings__published_metrics as (
    select
        file_name,
        line_number,
        dataset_id,
        recipe_id,
        method,
        split,
        metric,
        k,
        published_value,
        recomputed_value,
        cause,
        source,
        source_url,
        note
    from source
)

select * from stg_settings__published_metrics
