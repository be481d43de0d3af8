-- Each film, of the dataset $dataset_id or (null) of all, with what it has of $kind (cast, genre or topic) as two
-- lists, JSON arrays in the order of the numbers in the ids; empty ones where nothing is known.
with films as (
    select
        imdb_id,
        wikidata_id as item,
        movie_label as "itemLabel"
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
        'cast' as kind,
        imdb_id,
        person_id as value,
        person_label as "valueLabel"
    from catalog.movie_credits
    union
    select
        'genre' as kind,
        imdb_id,
        genre_id as value,
        genre_label as "valueLabel"
    from catalog.movie_genres
    union
    select
        'topic' as kind,
        imdb_id,
        topic_id as value,
        topic_label as "valueLabel"
    from catalog.movie_topics
),

lists_of_films as (
    select
        imdb_id,
        list(value order by cast(regexp_extract(value, '^[PQ]([0-9]+)$', 1) as bigint)) as values_listed,
        list("valueLabel" order by cast(regexp_extract(value, '^[PQ]([0-9]+)$', 1) as bigint)) as labels_listed
    from film_values
    where kind = $kind
    group by imdb_id
)

select
    films.imdb_id,
    films.item,
    films."itemLabel",
    cast(to_json(coalesce(lists_of_films.values_listed, cast([] as varchar[]))) as varchar) as "values",
    cast(to_json(coalesce(lists_of_films.labels_listed, cast([] as varchar[]))) as varchar) as "valueLabels"
from films
left join lists_of_films on lists_of_films.imdb_id = films.imdb_id
order by
    cast(regexp_extract(films.item, '^[PQ]([0-9]+)$', 1) as bigint),
    films.imdb_id
