-- The features of each item, in numbers.
with feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('content_feature_sets') }}
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

rarity as (
    select
        feature_set_key,
        feature,
        feature_number,
        rarity_in_millionths
    from {{ ref('int_content_rarity') }}
),

int_content_vectors as (
    select
        feature_sets.feature_set_key,
        items.place,
        rarity.feature_number,
        content_features.occurrences,
        case feature_sets.weighed_by
            when 'occurrences' then content_features.occurrences
            when 'rarity' then content_features.occurrences * rarity.rarity_in_millionths
        end as value
    from content_features
    inner join feature_sets
        on
            feature_sets.collection = content_features.collection
            and feature_sets.feature_set = content_features.feature_set
    inner join items
        on
            items.collection = content_features.collection
            and items.item_id = content_features.item_id
    inner join rarity
        on
            rarity.feature_set_key = feature_sets.feature_set_key
            and rarity.feature = content_features.feature
)

select * from int_content_vectors
