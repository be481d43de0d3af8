-- Lines that come with the project, and those of one's own.
with source as (
    select * from {{ ref('protocols') }}
    union all
    select * from {{ source('settings', 'own_protocols') }}
),

stg_settings__protocols as (
    select
        file_name,
        line_number,
        protocol_id,
        datasets,
        max_interactions,
        duplicate_policy,
        min_rating,
        core_users,
        core_items,
        core_scope,
        split,
        valid_fraction,
        test_fraction,
        max_history,
        min_co_raters,
        neighbors,
        user_neighbors
    from source
)

select * from stg_settings__protocols
