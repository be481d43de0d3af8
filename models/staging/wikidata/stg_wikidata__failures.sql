with source as (
    select * from {{ source('wikidata', 'wikidata_failures') }}
),

stg_wikidata__failures as (
    select
        kind,
        {{ imdb_id('imdb_id') }} as imdb_id,
        endpoint,
        attempts,
        reason,
        failed_at
    from source
)

select * from stg_wikidata__failures
