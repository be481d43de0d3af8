-- Of all answers about a film, the latest of each kind counts. `full` asks for all kinds at once.
-- What nobody was asked for, as the few facts of the sample, counts only where there is no answer.
with answers as (
    select
        answer_id,
        kind,
        imdb_ids,
        endpoint,
        answered_at
    from {{ ref('stg_wikidata__answers') }}
),

kinds as (
    select 'cast' as kind
    union all
    select 'genre' as kind
    union all
    select 'topic' as kind
),

list_asked_films as (
    select
        answer_id,
        kind as asked_kind,
        endpoint,
        answered_at,
        {{ unnest_list('imdb_ids') }} as asked_imdb_id
    from answers
),

spread_over_kinds as (
    select
        {{ imdb_id('list_asked_films.asked_imdb_id') }} as imdb_id,
        kinds.kind,
        list_asked_films.answer_id,
        list_asked_films.endpoint,
        list_asked_films.answered_at
    from list_asked_films
    inner join kinds on list_asked_films.asked_kind in (kinds.kind, 'full')
),

int_wikidata_latest_answers as (
    select
        imdb_id,
        kind,
        answer_id,
        endpoint,
        answered_at
    from spread_over_kinds
    qualify row_number() over (
            partition by imdb_id, kind
            order by endpoint is null asc, answered_at desc, answer_id desc
        ) = 1
)

select * from int_wikidata_latest_answers
