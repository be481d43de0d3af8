-- What became of asking for each film: an answer, whenever it was given, comes before a failure.
with latest_answers as (
    select
        imdb_id,
        kind,
        answer_id,
        endpoint,
        answered_at
    from {{ ref('int_wikidata_latest_answers') }}
),

bindings as (
    select distinct
        answer_id,
        imdb_id
    from {{ ref('int_wikidata_bindings') }}
    where item_id is not null
),

failures as (
    select
        kind,
        imdb_id,
        endpoint,
        attempts,
        reason,
        failed_at
    from {{ ref('stg_wikidata__failures') }}
),

kinds as (
    select 'cast' as kind
    union all
    select 'genre' as kind
    union all
    select 'topic' as kind
),

find_answered as (
    select
        latest_answers.imdb_id,
        latest_answers.kind,
        case when bindings.imdb_id is null then 'not found' else 'found' end as outcome,
        latest_answers.endpoint,
        cast(null as integer) as attempts,
        cast(null as {{ dbt.type_string() }}) as reason,
        latest_answers.answered_at as asked_at
    from latest_answers
    left join bindings
        on
            bindings.answer_id = latest_answers.answer_id
            and bindings.imdb_id = latest_answers.imdb_id
),

find_failed as (
    select
        failures.imdb_id,
        kinds.kind,
        'failed' as outcome,
        failures.endpoint,
        failures.attempts,
        failures.reason,
        failures.failed_at as asked_at
    from failures
    inner join kinds on failures.kind in (kinds.kind, 'full')
    left join latest_answers
        on
            latest_answers.imdb_id = failures.imdb_id
            and latest_answers.kind = kinds.kind
    where latest_answers.imdb_id is null
    qualify row_number() over (
            partition by failures.imdb_id, kinds.kind
            order by
                failures.failed_at desc nulls last,
                failures.endpoint asc nulls last,
                failures.attempts desc nulls last,
                failures.reason asc nulls last
        ) = 1
),

int_wikidata_outcomes as (
    select
        imdb_id,
        kind,
        outcome,
        endpoint,
        attempts,
        reason,
        asked_at
    from find_answered
    union all
    select
        imdb_id,
        kind,
        outcome,
        endpoint,
        attempts,
        reason,
        asked_at
    from find_failed
)

select * from int_wikidata_outcomes
