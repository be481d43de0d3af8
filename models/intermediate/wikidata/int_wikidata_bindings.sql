{{ config(materialized='blocked', blocks='stg_wikidata__answers', partition_by={'answers': 'block_number'}) }}

-- The rows of all answers, with ids in place of URIs. A row has a person, a genre, a topic, or none of them, where
-- nothing but the film's item is known. Which of them count, others say: so an answer is taken apart once. A block
-- takes the memory of its documents (some 13 kB a film with 25 people).
with answers as (
    select
        block_number,
        answer_id,
        answered_at,
        answer_document
    from {{ ref('stg_wikidata__answers') }}
),

take_block as (
    select
        block_number,
        answer_id,
        answered_at,
        answer_document
    from answers
    where {{ in_block('block_number') }}
),

unnest_rows as (
    select
        block_number,
        answer_id,
        answered_at,
        {{ unnest_json('answer_document', ['results', 'bindings']) }} as answer_row
    from take_block
),

read_values as (
    select
        block_number,
        answer_id,
        answered_at,
        {{ sparql_value('answer_row', 'imdb_id') }} as answered_imdb_id,
        {{ sparql_value('answer_row', 'item') }} as item_uri,
        {{ sparql_value('answer_row', 'itemLabel') }} as item_label,
        {{ sparql_value('answer_row', 'person') }} as person_uri,
        {{ sparql_value('answer_row', 'personLabel') }} as person_label,
        {{ sparql_value('answer_row', 'role') }} as role_uri,
        {{ sparql_value('answer_row', 'roleLabel') }} as role_label,
        {{ sparql_value('answer_row', 'genre') }} as genre_uri,
        {{ sparql_value('answer_row', 'genreLabel') }} as genre_label,
        {{ sparql_value('answer_row', 'topic') }} as topic_uri,
        {{ sparql_value('answer_row', 'topicLabel') }} as topic_label
    from unnest_rows
),

int_wikidata_bindings as (
    select
        block_number,
        answer_id,
        answered_at,
        {{ imdb_id('answered_imdb_id') }} as imdb_id,
        {{ wikidata_id('item_uri') }} as item_id,
        item_label,
        {{ wikidata_id('person_uri') }} as person_id,
        person_label,
        {{ wikidata_id('role_uri') }} as role_id,
        role_label,
        {{ wikidata_id('genre_uri') }} as genre_id,
        genre_label,
        {{ wikidata_id('topic_uri') }} as topic_id,
        topic_label
    from read_values
)

select * from int_wikidata_bindings
