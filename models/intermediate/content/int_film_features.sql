{{ config(materialized='view') }}

-- What Wikidata says of a film, as features: its people (in whatever roles), genres and topics, each
-- alone and all together.
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

name_features as (
    select distinct
        kind,
        imdb_id as item_id,
        case kind when 'cast' then 'person' else kind end || ':' || value_id as feature
    from statements
),

int_film_features as (
    select
        case kind when 'cast' then 'cast' else kind || 's' end as feature_set,
        item_id,
        feature,
        1 as occurrences
    from name_features
    union all
    select
        'all' as feature_set,
        item_id,
        feature,
        1 as occurrences
    from name_features
)

select * from int_film_features
