{{ config(versions='rows', partition_by={'dataset': 'dataset_id'}) }}

-- The genres of items, for every source that has some.
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

int_item_genres as (
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
)

select * from int_item_genres
