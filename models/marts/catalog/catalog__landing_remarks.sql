with catalog__landing_remarks as (
    select
        dataset_id,
        column_name,
        what,
        found,
        total,
        examples,
        advice
    from {{ ref('stg_landing__remarks') }}
)

select * from catalog__landing_remarks
