-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('methods') }}
    union all
    select * from {{ source('settings', 'own_methods') }}
),

stg_settings__methods as (
    select
        file_name,
        line_number,
        method,
        recipes,
        kind,
        similarity,
        neighbors,
        min_shared,
        shrinkage,
        shrinkage_form,
        weighting,
        direction,
        alpha,
        beta,
        days,
        centring
    from source
)

select * from stg_settings__methods
