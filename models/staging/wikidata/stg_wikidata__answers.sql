with source as (
    select * from {{ source('wikidata', 'wikidata_answers') }}
),

stg_wikidata__answers as (
    select
        answer_id,
        kind,
        imdb_ids,
        query,
        endpoint,
        answered_at,
        answer as answer_document
    from source
)

select * from stg_wikidata__answers
