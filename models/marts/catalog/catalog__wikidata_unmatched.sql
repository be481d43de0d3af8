with outcomes as (
    select
        imdb_id,
        kind,
        outcome,
        endpoint,
        attempts,
        reason,
        asked_at
    from {{ ref('int_wikidata_outcomes') }}
    where outcome <> 'found'
),

movies as (
    select
        imdb_id,
        title,
        release_year
    from {{ ref('catalog__movies') }}
),

catalog__wikidata_unmatched as (
    select
        outcomes.imdb_id,
        outcomes.kind,
        movies.title,
        movies.release_year,
        outcomes.outcome,
        outcomes.endpoint,
        outcomes.attempts,
        outcomes.reason,
        outcomes.asked_at
    from outcomes
    left join movies on movies.imdb_id = outcomes.imdb_id
)

select * from catalog__wikidata_unmatched
