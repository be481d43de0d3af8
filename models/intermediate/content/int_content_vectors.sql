{{ config(versions='rows', partition_by={'feature_set': 'feature_set_key'}) }}

-- The features of each item, in numbers: each feature by its number, and how much it weighs.
with feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('int_feature_sets') }}
),

content_features as (
    select
        collection,
        feature_set,
        item_id,
        feature,
        occurrences
    from {{ ref('int_content_features') }}
),

items as (
    select
        collection,
        item_id,
        place
    from {{ ref('int_content_items') }}
),

-- read twice below, and its texts are the largest of it
choose_features as {{ computed_once() }} (
    select
        feature_sets.feature_set_key,
        feature_sets.weighed_by,
        items.place,
        content_features.feature,
        content_features.occurrences
    from content_features
    inner join feature_sets
        on
            feature_sets.collection = content_features.collection
            and feature_sets.feature_set = content_features.feature_set
    inner join items
        on
            items.collection = content_features.collection
            and items.item_id = content_features.item_id
),

count_items as (
    select
        feature_set_key,
        count(distinct place) as items
    from choose_features
    group by feature_set_key
),

count_items_with_feature as (
    select
        feature_set_key,
        feature,
        count(*) as items_with_feature
    from choose_features
    group by
        feature_set_key,
        feature
),

-- ln((1 + items) / (1 + items with it)) + 1, the smooth idf of scikit-learn, in whole millionths, so that sums of
-- products are exact
measure_rarity as (
    select
        count_items_with_feature.feature_set_key,
        count_items_with_feature.feature,
        cast(row_number() over (
            partition by count_items_with_feature.feature_set_key
            order by count_items_with_feature.feature
        ) as bigint) as feature_number,
        cast(round(1000000 * (1 + ln(
            cast(1 + count_items.items as double) / (1 + count_items_with_feature.items_with_feature)
        ))) as bigint) as rarity_in_millionths
    from count_items_with_feature
    inner join count_items on count_items.feature_set_key = count_items_with_feature.feature_set_key
),

int_content_vectors as (
    select
        choose_features.feature_set_key,
        choose_features.place,
        measure_rarity.feature_number,
        case choose_features.weighed_by
            when 'occurrences' then choose_features.occurrences
            when 'rarity' then choose_features.occurrences * measure_rarity.rarity_in_millionths
        end as value
    from choose_features
    inner join measure_rarity
        on
            measure_rarity.feature_set_key = choose_features.feature_set_key
            and measure_rarity.feature = choose_features.feature
)

select * from int_content_vectors
