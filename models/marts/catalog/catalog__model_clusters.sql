with models_in_clusters as (
    select
        method,
        model_id,
        cluster_number,
        combination,
        silhouette
    from {{ ref('int_model_clusters') }}
),

catalog__model_clusters as (
    select
        method,
        model_id,
        cluster_number,
        combination,
        silhouette
    from models_in_clusters
)

select * from catalog__model_clusters
