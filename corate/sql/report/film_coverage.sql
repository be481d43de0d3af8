-- How much Wikidata knows of the films of each dataset.
select
    dataset_id,
    movies,
    asked,
    linked,
    with_cast,
    with_genres,
    with_topics
from catalog.wikidata_coverage
where asked > 0
order by dataset_id
