-- Wikidata may have several items with one IMDb id. All are kept; one of them stands for the film:
-- of those that its newest answer names the one with the lowest number, which is the oldest and,
-- when doubles are merged, the one that stays.
with latest_answers as (
    select
        imdb_id,
        answer_id,
        answered_at
    from {{ ref('int_wikidata_latest_answers') }}
),

bindings as (
    select
        answer_id,
        imdb_id,
        item_id
    from {{ ref('int_wikidata_bindings') }}
    where item_id is not null
),

find_newest_naming as (
    select
        latest_answers.imdb_id,
        bindings.item_id as wikidata_id,
        latest_answers.answer_id,
        latest_answers.answered_at
    from latest_answers
    inner join bindings
        on
            bindings.answer_id = latest_answers.answer_id
            and bindings.imdb_id = latest_answers.imdb_id
    qualify row_number() over (
            partition by latest_answers.imdb_id, bindings.item_id
            order by latest_answers.answered_at desc, latest_answers.answer_id desc
        ) = 1
),

int_wikidata_items as (
    select
        imdb_id,
        wikidata_id,
        answer_id,
        answered_at,
        row_number() over (
            partition by imdb_id
            order by answered_at desc, answer_id desc, {{ wikidata_number('wikidata_id') }} asc
        ) = 1 as is_chosen,
        count(*) over (partition by imdb_id) as items_of_film
    from find_newest_naming
)

select * from int_wikidata_items
