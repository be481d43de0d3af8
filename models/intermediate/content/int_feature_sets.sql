{{ config(versions='rows', partition_by={'feature_set': 'feature_set_key'}) }}

-- By what items are compared: the sets of films and models, which are rows of a seed, and of each dataset with
-- attributes of one's own all of them together, and each alone of which an item has several values. Of one value each,
-- all that have it would be alike in full.
with stated_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('content_feature_sets') }}
),

item_attributes as (
    select
        dataset_id,
        item_id,
        attribute
    from {{ ref('int_item_attributes') }}
),

count_values as (
    select
        dataset_id,
        item_id,
        attribute,
        count(*) as values_of_item
    from item_attributes
    group by
        dataset_id,
        item_id,
        attribute
),

attributes as (
    select
        dataset_id,
        attribute,
        max(values_of_item) as most_values,
        count(*) over (partition by dataset_id) as attributes
    from count_values
    group by
        dataset_id,
        attribute
),

sets_of_attributes as (
    select
        dataset_id as collection,
        attribute as feature_set
    from attributes
    where
        most_values > 1
        and attributes > 1
    union
    select
        dataset_id as collection,
        'all' as feature_set
    from attributes
),

int_feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from stated_sets
    union all
    select
        {{ narrow_key("collection || ' ' || feature_set") }} as feature_set_key,
        collection,
        feature_set,
        'rarity' as weighed_by
    from sets_of_attributes
)

select * from int_feature_sets
