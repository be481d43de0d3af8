with neighbors as (
    select
        feature_set_key,
        measure,
        set_number,
        place,
        rank,
        neighbor_number,
        neighbor_place
    from {{ ref('int_content_neighbors') }}
),

measures as (
    select
        measure,
        set_number,
        neighbor_number,
        shared,
        set_size,
        neighbor_size,
        jaccard,
        cosine,
        value_cosine
    from {{ ref('int_profile_measures') }}
),

feature_sets as (
    select
        feature_set_key,
        collection,
        feature_set,
        weighed_by
    from {{ ref('content_feature_sets') }}
),

items as (
    select
        collection,
        place,
        item_id
    from {{ ref('int_content_items') }}
),

-- a look-up by set and place as one number: see number_in
items_of_sets as (
    select
        {{ number_in('feature_sets.feature_set_key', 'items.place') }} as item_number,
        items.item_id
    from feature_sets
    inner join items on items.collection = feature_sets.collection
),

similarity__content_neighbors as (
    select
        feature_sets.collection,
        feature_sets.feature_set,
        case
            when neighbors.measure <> 'value_cosine' then neighbors.measure
            when feature_sets.weighed_by = 'rarity' then 'cosine_idf'
            else 'cosine'
        end as ranked_by,
        items.item_id,
        neighbors.rank,
        neighbor_items.item_id as neighbor_id,
        measures.set_size as features,
        measures.neighbor_size as neighbor_features,
        measures.shared,
        measures.jaccard,
        case
            when feature_sets.weighed_by = 'occurrences' then measures.value_cosine
            else measures.cosine
        end as cosine,
        case when feature_sets.weighed_by = 'rarity' then measures.value_cosine end as cosine_idf
    from neighbors
    inner join measures
        on
            measures.measure = neighbors.measure
            and measures.set_number = neighbors.set_number
            and measures.neighbor_number = neighbors.neighbor_number
    inner join feature_sets on feature_sets.feature_set_key = neighbors.feature_set_key
    inner join items_of_sets as items
        on items.item_number = {{ number_in('neighbors.feature_set_key', 'neighbors.place') }}
    inner join items_of_sets as neighbor_items
        on neighbor_items.item_number = {{ number_in('neighbors.feature_set_key', 'neighbors.neighbor_place') }}
)

select * from similarity__content_neighbors
