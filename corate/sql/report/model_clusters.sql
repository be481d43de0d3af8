-- The clusters of each method, the largest first.
select
    method,
    cluster_number,
    models,
    silhouette,
    typical_features,
    most_downloaded_model_id
from catalog.model_cluster_sizes
order by
    method asc,
    models desc,
    cluster_number asc
