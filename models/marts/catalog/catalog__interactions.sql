{{ config(materialized='view', partition_by={'dataset': 'dataset_id'}) }}

-- The public form of int_interactions. A view: events are stored once, with keys for their ids.
with datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_landed_datasets') }}
),

events as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        user_text_id,
        item_text_id,
        rating,
        rated_at,
        is_first_of_pair
    from {{ ref('int_interactions') }}
),

titles as (
    select
        dataset_id,
        item_id,
        title
    from {{ ref('int_items') }}
    where title is not null
),

-- titles are looked up by number: ids as text would cost more than all the rest
key_titles as (
    select
        datasets.dataset_key,
        {{ entity_key('item', 'titles.item_id') }} as item_key,
        titles.title
    from titles
    inner join datasets on datasets.dataset_id = titles.dataset_id
),

catalog__interactions as (
    select
        datasets.dataset_id,
        {{ raw_id('events.user_key', 'events.user_text_id') }} as user_id,
        {{ raw_id('events.item_key', 'events.item_text_id') }} as item_id,
        key_titles.title,
        events.rating,
        events.rated_at,
        not events.is_first_of_pair as is_repeat,
        events.source_row
    from events
    inner join datasets on datasets.dataset_key = events.dataset_key
    left join key_titles
        on
            {{ key_in('key_titles.dataset_key', 'key_titles.item_key') }}
            = {{ key_in('events.dataset_key', 'events.item_key') }}
)

select * from catalog__interactions
