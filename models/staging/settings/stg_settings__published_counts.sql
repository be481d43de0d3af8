-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('published_counts') }}
    union all
    select * from {{ source('settings', 'own_published_counts') }}
),

stg_settings__published_counts as (
    select
        file_name,
        line_number,
        dataset_id,
        recipe_id,
        measure,
        published_value,
        source,
        source_url,
        note
    from source
)

select * from stg_settings__published_counts
