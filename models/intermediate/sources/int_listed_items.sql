{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- Lists of items of one's own, with ids as the events of their dataset have them.
with items as (
    select
        dataset_id,
        source_row,
        item_id,
        title,
        attributes
    from {{ ref('stg_interactions__items') }}
),

datasets as (
    select
        dataset_id,
        source
    from {{ ref('int_landed_datasets') }}
),

int_listed_items as (
    select
        items.dataset_id,
        items.source_row,
        {{ id_of_source('item', 'items.item_id', 'datasets.source') }} as item_id,
        items.title,
        items.attributes
    from items
    inner join datasets on datasets.dataset_id = items.dataset_id
)

select * from int_listed_items
