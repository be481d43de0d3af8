with catalog__movie_topics as (
    select
        imdb_id,
        wikidata_id,
        item_label as movie_label,
        value_id as topic_id,
        value_label as topic_label
    from {{ ref('int_wikidata_statements') }}
    where
        is_chosen
        and kind = 'topic'
)

select * from catalog__movie_topics
