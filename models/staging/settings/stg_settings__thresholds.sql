-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('thresholds') }}
    union all
    select * from {{ source('settings', 'own_thresholds') }}
),

stg_settings__thresholds as (
    select
        file_name,
        line_number,
        check_id,
        splits,
        worse,
        look_beyond,
        critical_beyond,
        advice
    from source
)

select * from stg_settings__thresholds
