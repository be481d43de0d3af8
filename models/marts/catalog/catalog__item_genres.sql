{{ config(partition_by={'dataset': 'dataset_id'}) }}

with films as (
    select
        dataset_id,
        item_id,
        genres
    from {{ ref('int_films') }}
),

item_attributes as (
    select
        dataset_id,
        item_id,
        attribute,
        value
    from {{ ref('int_item_attributes') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
),

list_genres as (
    select
        dataset_id,
        item_id,
        {{ unnest_list('genres') }} as genre
    from films
    -- not all: a film may be listed twice
    union
    select
        dataset_id,
        item_id,
        value as genre
    from item_attributes
    where lower(attribute) in ('genre', 'genres')
),

catalog__item_genres as (
    select
        list_genres.dataset_id,
        list_genres.item_id,
        titles.title,
        list_genres.genre
    from list_genres
    left join titles
        on
            titles.dataset_id = list_genres.dataset_id
            and titles.item_id = list_genres.item_id
)

select * from catalog__item_genres
