-- Answers side by side make a block of about so many films, so that taking their documents apart (some
-- 13 kB a film with 25 people) takes the memory of one block. The lengths of the documents are not
-- looked at, since that would read all of them.
with answers as (
    select
        answer_id,
        imdb_ids
    from {{ ref('stg_wikidata__answers') }}
),

latest_answers as (
    select answer_id
    from {{ ref('int_wikidata_latest_answers') }}
),

count_films as (
    select
        answer_id,
        {{ list_length('imdb_ids') }} as films
    from answers
    where answer_id in (select latest_answers.answer_id from latest_answers)
),

add_up_films as (
    select
        answer_id,
        films,
        cast(sum(films) over (order by answer_id) as bigint) as films_so_far
    from count_films
),

int_wikidata_answer_blocks as (
    select
        answer_id,
        films,
        cast(dense_rank() over (
            order by {{ whole_quotient('(films_so_far - films)', var('answered_films_per_block')) }}
        ) as integer) as block_number
    from add_up_films
)

select * from int_wikidata_answer_blocks
