{{ config(versions='rows', partition_by={'dataset': 'dataset_id'}) }}

-- What items are called, and nothing that changes with every event: what shows titles is made anew for a title alone.
with items as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

int_titles as (
    select
        dataset_id,
        item_id,
        title
    from items
    where title is not null
)

select * from int_titles
