{{ config(materialized='view') }}

-- The features of everything that is compared by its content.
with int_content_features as (
    select
        'movies' as collection,
        feature_set,
        item_id,
        feature,
        occurrences
    from {{ ref('int_film_features') }}
    union all
    select
        'models' as collection,
        feature_set,
        item_id,
        feature,
        occurrences
    from {{ ref('int_model_features') }}
)

select * from int_content_features
