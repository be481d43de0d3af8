{{ config(materialized='view') }}

-- The features of everything that is compared by its content: what Wikidata says of films (people in whatever roles,
-- genres and topics, each alone and all together), what the Hub says of models, and what lists of one's own say of
-- items.
with statements as (
    select
        imdb_id,
        kind,
        value_id
    from {{ ref('int_wikidata_statements') }}
    where
        is_chosen
        and kind is not null
),

model_features as (
    select
        feature_set,
        item_id,
        feature,
        occurrences
    from {{ ref('int_model_features') }}
),

feature_sets as (
    select
        collection,
        feature_set
    from {{ ref('int_feature_sets') }}
),

item_attributes as (
    select
        dataset_id,
        item_id,
        attribute,
        attribute || ':' || value as feature
    from {{ ref('int_item_attributes') }}
),

name_film_features as (
    select distinct
        kind,
        imdb_id as item_id,
        case kind when 'cast' then 'person' else kind end || ':' || value_id as feature
    from statements
),

int_content_features as (
    select
        'movies' as collection,
        case kind when 'cast' then 'cast' else kind || 's' end as feature_set,
        item_id,
        feature,
        1 as occurrences
    from name_film_features
    union all
    select
        'movies' as collection,
        'all' as feature_set,
        item_id,
        feature,
        1 as occurrences
    from name_film_features
    union all
    select
        'models' as collection,
        feature_set,
        item_id,
        feature,
        occurrences
    from model_features
    union all
    select
        feature_sets.collection,
        feature_sets.feature_set,
        item_attributes.item_id,
        item_attributes.feature,
        1 as occurrences
    from item_attributes
    inner join feature_sets
        on
            feature_sets.collection = item_attributes.dataset_id
            and feature_sets.feature_set in ('all', item_attributes.attribute)
)

select * from int_content_features
