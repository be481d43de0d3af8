{{ config(materialized='view') }}

-- What Wikidata says of a film, as features: its people (in whatever roles), genres and topics, each
-- alone and all together.
with people as (
    select distinct
        imdb_id,
        person_id
    from {{ ref('catalog__movie_credits') }}
),

genres as (
    select distinct
        imdb_id,
        genre_id
    from {{ ref('catalog__movie_genres') }}
),

topics as (
    select distinct
        imdb_id,
        topic_id
    from {{ ref('catalog__movie_topics') }}
),

name_features as (
    select
        'cast' as feature_set,
        imdb_id as item_id,
        'person:' || person_id as feature
    from people
    union all
    select
        'genres' as feature_set,
        imdb_id as item_id,
        'genre:' || genre_id as feature
    from genres
    union all
    select
        'topics' as feature_set,
        imdb_id as item_id,
        'topic:' || topic_id as feature
    from topics
),

int_film_features as (
    select
        feature_set,
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
