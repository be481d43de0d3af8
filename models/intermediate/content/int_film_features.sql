{{ config(materialized='view') }}

-- What Wikidata says of a film, as features: its people (in whatever roles), genres and topics, each
-- alone and all together.
with chosen_items as (
    select
        imdb_id,
        wikidata_id
    from {{ ref('int_wikidata_items') }}
    where is_chosen
),

claims as (
    select
        imdb_id,
        wikidata_id,
        kind,
        value_id
    from {{ ref('int_wikidata_claims') }}
),

name_features as (
    select distinct
        claims.kind,
        claims.imdb_id as item_id,
        case claims.kind when 'cast' then 'person' else claims.kind end || ':' || claims.value_id as feature
    from claims
    inner join chosen_items
        on
            chosen_items.imdb_id = claims.imdb_id
            and chosen_items.wikidata_id = claims.wikidata_id
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
