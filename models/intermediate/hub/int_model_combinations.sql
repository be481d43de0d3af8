-- Models whose four columns say the same are one combination: there are far fewer of them, and methods
-- that look at all pairs work on these. Numbers follow the text of the features.
with models as (
    select model_id
    from {{ ref('int_hub_models') }}
),

four_columns as (
    select
        item_id,
        feature
    from {{ ref('int_model_features') }}
    where feature_set = 'four_columns'
),

-- a model of which nothing is known has the empty list, which is a combination, too
collect_features as (
    select
        models.model_id,
        {{ distinct_list('four_columns.feature') }} as features
    from models
    left join four_columns on four_columns.item_id = models.model_id
    group by models.model_id
),

int_model_combinations as (
    select
        model_id,
        features,
        dense_rank() over (order by features asc) as combination
    from collect_features
)

select * from int_model_combinations
