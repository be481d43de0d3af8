{% set methods = ['k_means', 'hierarchical', 'dbscan'] %}

with combinations as (
    select combination
    from {{ ref('int_model_combinations') }}
),

clustered_combinations as (
    select
        method,
        parameters
    from {{ ref('int_clustered_combinations') }}
),

models_in_clusters as (
    select
        method,
        cluster_number,
        silhouette
    from {{ ref('catalog__model_clusters') }}
),

clusters as (
    select
        method,
        models
    from {{ ref('catalog__model_cluster_sizes') }}
),

count_combinations as (
    select
        count(*) as models,
        count(distinct combination) as combinations
    from combinations
),

-- a method that was left out has a line, too, so that nobody looks for it in vain
list_methods as (
    {% for method in methods %}
    select
        '{{ method }}' as method,
        models,
        combinations
    from count_combinations
    where models > 0
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

state_parameters as (
    select distinct
        method,
        parameters
    from clustered_combinations
),

-- silhouettes are added as whole billionths, whose sum is the same in whatever order
measure_methods as (
    select
        method,
        count(cluster_number) as models_in_clusters,
        sum({{ exact_number('round(silhouette * 1000000000)') }}) as silhouettes_in_billionths,
        count(silhouette) as silhouettes
    from models_in_clusters
    group by method
),

measure_sizes as (
    select
        method,
        count(*) as clusters,
        max(models) as largest_cluster,
        min(models) as smallest_cluster
    from clusters
    group by method
),

catalog__model_cluster_methods as (
    select
        list_methods.method,
        state_parameters.parameters,
        state_parameters.method is null as is_left_out,
        list_methods.models,
        list_methods.combinations,
        coalesce(measure_sizes.clusters, 0) as clusters,
        coalesce(measure_methods.models_in_clusters, 0) as models_in_clusters,
        measure_sizes.largest_cluster,
        measure_sizes.smallest_cluster,
        measure_methods.silhouettes_in_billionths / cast(measure_methods.silhouettes as double) / 1000000000
            as silhouette,
        measure_methods.silhouettes_in_billionths / cast(list_methods.models as double) / 1000000000
            as silhouette_of_all
    from list_methods
    left join state_parameters on state_parameters.method = list_methods.method
    left join measure_methods on measure_methods.method = list_methods.method
    left join measure_sizes on measure_sizes.method = list_methods.method
)

select * from catalog__model_cluster_methods
