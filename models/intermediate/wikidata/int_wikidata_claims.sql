-- What the latest answers state of each item, each statement once: people by role, genres, topics.
with latest_answers as (
    select
        imdb_id,
        kind,
        answer_id
    from {{ ref('int_wikidata_latest_answers') }}
),

bindings as (
    select
        answer_id,
        imdb_id,
        item_id,
        person_id,
        role_id,
        genre_id,
        topic_id
    from {{ ref('int_wikidata_bindings') }}
    where item_id is not null
),

union_kinds as (
    select
        answer_id,
        imdb_id,
        item_id,
        'cast' as kind,
        role_id as property_id,
        person_id as value_id
    from bindings
    where person_id is not null
    union all
    select
        answer_id,
        imdb_id,
        item_id,
        'genre' as kind,
        'P136' as property_id,
        genre_id as value_id
    from bindings
    where genre_id is not null
    union all
    select
        answer_id,
        imdb_id,
        item_id,
        'topic' as kind,
        'P921' as property_id,
        topic_id as value_id
    from bindings
    where topic_id is not null
),

int_wikidata_claims as (
    select distinct
        latest_answers.imdb_id,
        union_kinds.item_id as wikidata_id,
        latest_answers.kind,
        union_kinds.property_id,
        union_kinds.value_id
    from latest_answers
    inner join union_kinds
        on
            union_kinds.answer_id = latest_answers.answer_id
            and union_kinds.imdb_id = latest_answers.imdb_id
            and union_kinds.kind = latest_answers.kind
)

select * from int_wikidata_claims
