{{ config(materialized='view') }}

-- The public form of what publishing notes: a row more with each file for readers.
with published as (
    select
        build_number,
        made_at,
        code_version,
        content_version,
        is_tested,
        corate_version
    from {{ source('versions', 'published') }}
),

catalog__builds as (
    select
        build_number,
        made_at,
        code_version,
        content_version,
        is_tested,
        corate_version
    from published
)

select * from catalog__builds
