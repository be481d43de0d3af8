-- The landed datasets whose films have IMDb ids.
select dataset_id
from catalog.wikidata_coverage
order by dataset_id
