-- How each method divides the models.
select
    method,
    models,
    clusters,
    models_in_clusters,
    silhouette
from catalog.model_cluster_methods
where not is_left_out
order by method
