{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- The public form of int_item_attributes.
with catalog__item_attributes as (
    select
        dataset_id,
        item_id,
        attribute,
        value
    from {{ ref('int_item_attributes') }}
)

select * from catalog__item_attributes
