-- Each film, person and role, of the dataset $dataset_id or (null) of all, in the order of the numbers in the ids.
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

people as (
    select distinct
        wikidata_id as item,
        movie_label as "itemLabel",
        person_id as person,
        person_label as "personLabel",
        role_id as "role",
        role_label as "roleLabel"
    from catalog.movie_credits
    where imdb_id in (select imdb_id from films)
)

select *
from people
order by
    cast(regexp_extract(item, '^[PQ]([0-9]+)$', 1) as bigint),
    cast(regexp_extract(person, '^[PQ]([0-9]+)$', 1) as bigint),
    cast(regexp_extract("role", '^[PQ]([0-9]+)$', 1) as bigint)
