with statements as (
    select
        imdb_id,
        wikidata_id,
        item_label,
        is_chosen,
        items_of_film,
        answered_at,
        kind,
        value_id
    from {{ ref('int_wikidata_statements') }}
),

catalog__wikidata_items as (
    select
        imdb_id,
        wikidata_id,
        item_label as movie_label,
        is_chosen,
        items_of_film,
        count(distinct case when kind = 'cast' then value_id end) as people,
        count(distinct case when kind = 'genre' then value_id end) as genres,
        count(distinct case when kind = 'topic' then value_id end) as topics,
        answered_at
    from statements
    group by
        imdb_id,
        wikidata_id,
        item_label,
        is_chosen,
        items_of_film,
        answered_at
)

select * from catalog__wikidata_items
