-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('entity_lists') }}
    union all
    select * from {{ source('settings', 'own_entity_lists') }}
),

stg_settings__entity_lists as (
    select
        file_name,
        line_number,
        list_id,
        entity_id
    from source
)

select * from stg_settings__entity_lists
