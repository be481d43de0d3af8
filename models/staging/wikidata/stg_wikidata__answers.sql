{{ config(partition_by={'answers': 'block_number'}, versions='rows') }}

with source as (
    select * from {{ source('wikidata', 'wikidata_answers') }}
),

stg_wikidata__answers as (
    select
        answer_id,
        -- answers are only ever added: what is in a block that is full stays as it is
        cast({{ whole_quotient('answer_id', var('answers_per_block')) }} as integer) as block_number,
        kind,
        imdb_ids,
        query,
        endpoint,
        answered_at,
        answer as answer_document
    from source
)

select * from stg_wikidata__answers
