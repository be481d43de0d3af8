with items as (
    select
        imdb_id,
        wikidata_id,
        answered_at,
        is_chosen,
        items_of_film
    from {{ ref('int_wikidata_items') }}
),

claims as (
    select
        imdb_id,
        wikidata_id,
        kind,
        value_id
    from {{ ref('int_wikidata_claims') }}
),

labels as (
    select
        entity_id,
        entity_label
    from {{ ref('int_wikidata_labels') }}
),

count_claims as (
    select
        imdb_id,
        wikidata_id,
        count(distinct case when kind = 'cast' then value_id end) as people,
        count(distinct case when kind = 'genre' then value_id end) as genres,
        count(distinct case when kind = 'topic' then value_id end) as topics
    from claims
    group by
        imdb_id,
        wikidata_id
),

catalog__wikidata_items as (
    select
        items.imdb_id,
        items.wikidata_id,
        labels.entity_label as movie_label,
        items.is_chosen,
        items.items_of_film,
        coalesce(count_claims.people, 0) as people,
        coalesce(count_claims.genres, 0) as genres,
        coalesce(count_claims.topics, 0) as topics,
        items.answered_at
    from items
    inner join labels on labels.entity_id = items.wikidata_id
    left join count_claims
        on
            count_claims.imdb_id = items.imdb_id
            and count_claims.wikidata_id = items.wikidata_id
)

select * from catalog__wikidata_items
