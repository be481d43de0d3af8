-- The sets of features by which $collection is compared.
select distinct feature_set
from similarity.content_neighbors
where collection = $collection
order by feature_set
