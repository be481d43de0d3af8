{{ config(materialized='view') }}

-- The interactions with keys for their ids. Text ids cost most of the time of a large join, so that everything
-- between the raw rows and the public tables uses the keys.
with datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_datasets') }}
),

interactions as (
    select
        dataset_id,
        source_row,
        user_id,
        item_id,
        rating,
        rated_at
    from {{ ref('int_interactions') }}
),

int_keyed_interactions as (
    select
        datasets.dataset_key,
        interactions.source_row,
        interactions.user_id,
        interactions.item_id,
        {{ entity_key('user', 'interactions.user_id') }} as user_key,
        {{ entity_key('item', 'interactions.item_id') }} as item_key,
        interactions.rating,
        interactions.rated_at
    from interactions
    inner join datasets on datasets.dataset_id = interactions.dataset_id
)

select * from int_keyed_interactions
