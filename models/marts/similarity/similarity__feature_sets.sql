{{ config(partition_by={}) }}

with feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('int_feature_sets') }}
),

estimates as (
    select
        feature_set_key,
        items,
        features,
        profiles,
        pairs,
        budget,
        is_compared
    from {{ ref('int_content_estimates') }}
),

similarity__feature_sets as (
    select
        feature_sets.collection,
        feature_sets.feature_set,
        feature_sets.weighed_by,
        estimates.items,
        estimates.features,
        estimates.profiles,
        estimates.pairs,
        estimates.budget,
        estimates.is_compared
    from feature_sets
    inner join estimates on estimates.feature_set_key = feature_sets.feature_set_key
)

select * from similarity__feature_sets
