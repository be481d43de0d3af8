-- Every feature with a number, and how rare it is: ln((1 + items) / (1 + items with it)) + 1, the
-- smooth idf of scikit-learn, in whole millionths, so that sums of products are exact.
with feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set
    from {{ ref('content_feature_sets') }}
),

content_features as (
    select
        collection,
        feature_set,
        item_id,
        feature
    from {{ ref('int_content_features') }}
),

count_items as (
    select
        collection,
        feature_set,
        count(distinct item_id) as items
    from content_features
    group by
        collection,
        feature_set
),

count_items_with_feature as (
    select
        collection,
        feature_set,
        feature,
        count(*) as items_with_feature
    from content_features
    group by
        collection,
        feature_set,
        feature
),

int_content_rarity as (
    select
        feature_sets.feature_set_key,
        count_items_with_feature.feature,
        cast(row_number() over (
            partition by feature_sets.feature_set_key
            order by count_items_with_feature.feature
        ) as bigint) as feature_number,
        count_items.items,
        count_items_with_feature.items_with_feature,
        cast(round(1000000 * (1 + ln(
            cast(1 + count_items.items as double) / (1 + count_items_with_feature.items_with_feature)
        ))) as bigint) as rarity_in_millionths
    from count_items_with_feature
    inner join count_items
        on
            count_items.collection = count_items_with_feature.collection
            and count_items.feature_set = count_items_with_feature.feature_set
    inner join feature_sets
        on
            feature_sets.collection = count_items_with_feature.collection
            and feature_sets.feature_set = count_items_with_feature.feature_set
)

select * from int_content_rarity
