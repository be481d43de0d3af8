{{ config(versions='rows') }}

-- What is compared, in order of popularity: of equally similar items the more popular one comes first.
with content_features as (
    select distinct
        collection,
        item_id
    from {{ ref('int_content_features') }}
),

rated_items as (
    select
        dataset_id,
        item_id,
        imdb_id,
        interactions
    from {{ ref('int_items') }}
),

models as (
    select
        model_id,
        downloads
    from {{ ref('int_hub_models') }}
),

measure_popularity as (
    select
        'movies' as collection,
        imdb_id as item_id,
        cast(sum(interactions) as bigint) as popularity
    from rated_items
    where imdb_id is not null
    group by imdb_id
    union all
    select
        dataset_id as collection,
        item_id,
        interactions as popularity
    from rated_items
    union all
    select
        'models' as collection,
        model_id as item_id,
        max(downloads) as popularity
    from models
    group by model_id
),

int_content_items as (
    select
        content_features.collection,
        content_features.item_id,
        cast(row_number() over (
            partition by content_features.collection
            order by coalesce(measure_popularity.popularity, 0) desc, content_features.item_id
        ) as integer) as place
    from content_features
    left join measure_popularity
        on
            measure_popularity.collection = content_features.collection
            and measure_popularity.item_id = content_features.item_id
)

select * from int_content_items
