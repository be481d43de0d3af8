{{ config(versions='rows', partition_by={'feature_set': 'feature_set_key'}) }}

-- By what items are compared: the sets of films and models, which are rows of a seed, and of each dataset with
-- attributes of one's own each attribute alone, and all together.
with stated_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('content_feature_sets') }}
),

attributes as (
    select distinct
        dataset_id,
        attribute
    from {{ ref('int_item_attributes') }}
),

sets_of_attributes as (
    select
        dataset_id as collection,
        attribute as feature_set
    from attributes
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
