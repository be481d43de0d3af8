with source as (
    select * from {{ source('wikidata', 'wikidata_answers') }}
),

renamed as (
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

select * from renamed
