{{ config(partition_by={'dataset': 'dataset_id'}) }}

with catalog__landing_remarks as (
    select
        dataset_id,
        subject,
        column_name,
        what,
        found,
        total,
        examples,
        advice
    from {{ source('landing', 'landing_remarks') }}
)

select * from catalog__landing_remarks
