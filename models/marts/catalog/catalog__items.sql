{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- The public form of int_items.
with catalog__items as (
    select
        dataset_id,
        item_id,
        title,
        release_year,
        imdb_id,
        interactions
    from {{ ref('int_items') }}
)

select * from catalog__items
