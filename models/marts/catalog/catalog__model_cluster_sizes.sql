with models_in_clusters as (
    select
        method,
        cluster_number,
        model_id,
        combination,
        silhouette
    from {{ ref('catalog__model_clusters') }}
    where cluster_number is not null
),

models as (
    select
        model_id,
        downloads
    from {{ ref('int_hub_models') }}
),

features as (
    select
        item_id,
        feature
    from {{ ref('int_model_features') }}
    where feature_set = 'four_columns'
),

-- silhouettes are added as whole billionths, whose sum is the same in whatever order
measure_clusters as (
    select
        method,
        cluster_number,
        count(*) as models,
        count(distinct combination) as combinations,
        sum({{ exact_number('round(silhouette * 1000000000)') }}) / cast(count(silhouette) as double) / 1000000000
            as silhouette
    from models_in_clusters
    group by
        method,
        cluster_number
),

count_features as (
    select
        models_in_clusters.method,
        models_in_clusters.cluster_number,
        features.feature,
        count(*) as models
    from models_in_clusters
    inner join features on features.item_id = models_in_clusters.model_id
    group by
        models_in_clusters.method,
        models_in_clusters.cluster_number,
        features.feature
),

describe_clusters as (
    select
        measure_clusters.method,
        measure_clusters.cluster_number,
        {{ ordered_list('count_features.feature', ['-count_features.models', 'count_features.feature']) }}
            as typical_features
    from measure_clusters
    inner join count_features
        on
            count_features.method = measure_clusters.method
            and count_features.cluster_number = measure_clusters.cluster_number
    where 2 * count_features.models >= measure_clusters.models
    group by
        measure_clusters.method,
        measure_clusters.cluster_number
),

choose_examples as (
    select
        models_in_clusters.method,
        models_in_clusters.cluster_number,
        models_in_clusters.model_id
    from models_in_clusters
    inner join models on models.model_id = models_in_clusters.model_id
    qualify row_number() over (
            partition by models_in_clusters.method, models_in_clusters.cluster_number
            order by models.downloads desc nulls last, models_in_clusters.model_id asc
        ) = 1
),

catalog__model_cluster_sizes as (
    select
        measure_clusters.method,
        measure_clusters.cluster_number,
        measure_clusters.models,
        measure_clusters.combinations,
        measure_clusters.silhouette,
        coalesce(describe_clusters.typical_features, {{ empty_text_list() }}) as typical_features,
        choose_examples.model_id as most_downloaded_model_id
    from measure_clusters
    inner join choose_examples
        on
            choose_examples.method = measure_clusters.method
            and choose_examples.cluster_number = measure_clusters.cluster_number
    left join describe_clusters
        on
            describe_clusters.method = measure_clusters.method
            and describe_clusters.cluster_number = measure_clusters.cluster_number
)

select * from catalog__model_cluster_sizes
