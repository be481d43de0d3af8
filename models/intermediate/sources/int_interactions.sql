{{ config(materialized='view') }}

-- What every source says in its own way, in one form: who met what, how it was rated, and when. With keys for the
-- ids: text ids cost most of the time of a large join, so that everything between the raw rows and the public tables
-- uses the keys.
{% set sources = [
    'stg_movielens__ratings',
    'stg_movietweetings__ratings',
    'stg_amazon__ratings',
    'stg_amazon__reviews',
    'stg_interactions__events',
] %}

with datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_datasets') }}
),

union_sources as (
    {% for source in sources %}
    select
        dataset_id,
        source_row,
        user_id,
        item_id,
        rating,
        rated_at
    from {{ ref(source) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

int_interactions as (
    select
        datasets.dataset_id,
        datasets.dataset_key,
        union_sources.source_row,
        union_sources.user_id,
        union_sources.item_id,
        {{ entity_key('user', 'union_sources.user_id') }} as user_key,
        {{ entity_key('item', 'union_sources.item_id') }} as item_key,
        union_sources.rating,
        union_sources.rated_at
    from union_sources
    inner join datasets on datasets.dataset_id = union_sources.dataset_id
)

select * from int_interactions
