{{ config(partition_by={'dataset': 'dataset_id'}) }}

with items as (
    select
        dataset_id,
        item_id,
        attributes
    from {{ ref('int_listed_items') }}
),

int_item_attributes as (
    {{ attribute_rows('items', 'item_id') }}
)

select * from int_item_attributes
