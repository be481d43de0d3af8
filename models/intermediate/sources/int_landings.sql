{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- Every dataset that there are rows of: what was landed, and what another project has in tables of its own.
with landings as (
    select
        dataset_id,
        source,
        landed_at,
        interaction_rows,
        rejected_rows
    from {{ source('landing', 'landings') }}
    where subject = 'dataset'
),

foreign_interactions as (
    select dataset_id
    from {{ ref('int_foreign_interactions') }}
    where problem is null
),

int_landings as (
    select
        dataset_id,
        source,
        landed_at,
        interaction_rows,
        rejected_rows
    from landings
    union all
    select
        dataset_id,
        'interactions' as source,
        cast(null as timestamp) as landed_at,
        count(*) as interaction_rows,
        0 as rejected_rows
    from foreign_interactions
    group by dataset_id
)

select * from int_landings
