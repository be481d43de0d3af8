-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('datasets') }}
    union all
    select * from {{ source('settings', 'own_datasets') }}
),

stg_settings__datasets as (
    select
        file_name,
        line_number,
        dataset_id,
        source,
        edition,
        title,
        url,
        checksum,
        bytes,
        mirrors,
        licence,
        citation,
        rating_min,
        rating_max,
        liked_from,
        interactions,
        users,
        repeats,
        redistribution,
        research_only,
        attribution
    from source
)

select * from stg_settings__datasets
