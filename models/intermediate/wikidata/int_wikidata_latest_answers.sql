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

choose_latest as (
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
),

-- Answers side by side make a block of about so many films, so that taking their documents apart (some
-- 13 kB a film with 25 people) takes the memory of one block. The lengths of the documents are not
-- looked at, since that would read all of them.
count_films as (
    select
        answer_id,
        {{ list_length('imdb_ids') }} as films
    from answers
    where answer_id in (select choose_latest.answer_id from choose_latest)
),

add_up_films as (
    select
        answer_id,
        films,
        cast(sum(films) over (order by answer_id) as bigint) as films_so_far
    from count_films
),

number_blocks as (
    select
        answer_id,
        cast(dense_rank() over (
            order by {{ whole_quotient('(films_so_far - films)', var('answered_films_per_block')) }}
        ) as integer) as block_number
    from add_up_films
),

int_wikidata_latest_answers as (
    select
        choose_latest.imdb_id,
        choose_latest.kind,
        choose_latest.answer_id,
        choose_latest.endpoint,
        choose_latest.answered_at,
        number_blocks.block_number
    from choose_latest
    inner join number_blocks on number_blocks.answer_id = choose_latest.answer_id
)

select * from int_wikidata_latest_answers
