-- How many films were found in Wikidata, of the dataset $dataset_id or (null) of all, and when Wikidata answered (UTC).
select
    count(*) as films,
    cast(min(answered_at) as varchar) as first_answer,
    cast(max(answered_at) as varchar) as last_answer
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
