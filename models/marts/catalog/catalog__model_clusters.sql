-- Clusters get numbers that mean something: 1 is the one with most models. (What the methods call them
-- is chance.) A cluster's first combination tells apart those of equal size.
with combinations as (
    select
        model_id,
        combination
    from {{ ref('int_model_combinations') }}
),

clustered_combinations as (
    select
        method,
        combination,
        label,
        silhouette
    from {{ ref('int_clustered_combinations') }}
),

cluster_models as (
    select
        clustered_combinations.method,
        clustered_combinations.label,
        combinations.model_id,
        combinations.combination,
        clustered_combinations.silhouette
    from combinations
    inner join clustered_combinations on clustered_combinations.combination = combinations.combination
),

size_clusters as (
    select
        method,
        label,
        count(*) as models,
        min(combination) as first_combination
    from cluster_models
    where label is not null
    group by
        method,
        label
),

number_clusters as (
    select
        method,
        label,
        row_number() over (
            partition by method
            order by models desc, first_combination asc
        ) as cluster_number
    from size_clusters
),

catalog__model_clusters as (
    select
        cluster_models.method,
        cluster_models.model_id,
        number_clusters.cluster_number,
        cluster_models.combination,
        cluster_models.silhouette
    from cluster_models
    left join number_clusters
        on
            number_clusters.method = cluster_models.method
            and number_clusters.label = cluster_models.label
)

select * from catalog__model_clusters
