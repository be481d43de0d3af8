-- Each film and value of $kind (genre or topic), of the dataset $dataset_id or (null) of all, in the order of the
-- numbers in the ids.
with films as (
    select imdb_id
    from catalog.wikidata_items
    where
        is_chosen
        and (
            $dataset_id is null
            or imdb_id in (
                select imdb_id
                from catalog.items
                where dataset_id = $dataset_id
            )
        )
),

film_values as (
    select
        'genre' as kind,
        imdb_id,
        wikidata_id as item,
        movie_label as "itemLabel",
        genre_id as value,
        genre_label as "valueLabel"
    from catalog.movie_genres
    union all
    select
        'topic' as kind,
        imdb_id,
        wikidata_id as item,
        movie_label as "itemLabel",
        topic_id as value,
        topic_label as "valueLabel"
    from catalog.movie_topics
),

values_of_films as (
    select distinct
        item,
        "itemLabel",
        value,
        "valueLabel"
    from film_values
    where
        kind = $kind
        and imdb_id in (select imdb_id from films)
)

select *
from values_of_films
order by
    cast(regexp_extract(item, '^[PQ]([0-9]+)$', 1) as bigint),
    cast(regexp_extract(value, '^[PQ]([0-9]+)$', 1) as bigint)
