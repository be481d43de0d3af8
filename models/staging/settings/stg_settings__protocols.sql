{% set columns = ['file_name', 'line_number', 'protocol_id', 'datasets'] + protocol_cells() %}

-- Lines that come with the project, and those of one's own. Columns are named: in a warehouse that was there before
-- them, new ones of a raw table are the last.
with source as (
    select {{ columns | join(', ') }}
    from {{ ref('protocols') }}
    union all
    select {{ columns | join(', ') }}
    from {{ source('settings', 'own_protocols') }}
),

stg_settings__protocols as (
    select * from source
)

select * from stg_settings__protocols
