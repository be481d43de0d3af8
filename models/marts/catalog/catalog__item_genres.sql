{{ config(partition_by={'dataset': 'dataset_id'}) }}

with item_genres as (
    select
        dataset_id,
        item_id,
        genre
    from {{ ref('int_item_genres') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

catalog__item_genres as (
    select
        item_genres.dataset_id,
        item_genres.item_id,
        titles.title,
        item_genres.genre
    from item_genres
    left join titles
        on
            titles.dataset_id = item_genres.dataset_id
            and titles.item_id = item_genres.item_id
)

select * from catalog__item_genres
