-- Without titles, of which all of it does not depend: similarity.content_neighbors names them.
with neighbors as (
    select
        measure,
        set_number,
        neighbor_number,
        neighbor_place,
        position
    from {{ ref('int_profile_neighbors') }}
),

members as (
    select
        feature_set_key,
        set_number,
        place
    from {{ ref('int_content_profiles') }}
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
    from {{ ref('int_feature_sets') }}
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

own_positions as (
    select
        measure,
        set_number,
        neighbor_place as place,
        position
    from neighbors
    where neighbor_number = set_number
),

-- what is nearest to the profile of an item is nearest to the item, itself left out: who comes after it moves up
leave_out_the_item as (
    select
        members.feature_set_key,
        neighbors.measure,
        neighbors.set_number,
        members.place,
        neighbors.position
        - case when own_positions.position < neighbors.position then 1 else 0 end as rank,
        neighbors.neighbor_number,
        neighbors.neighbor_place
    from neighbors
    inner join members on members.set_number = neighbors.set_number
    left join own_positions
        on
            own_positions.measure = neighbors.measure
            and own_positions.set_number = members.set_number
            and own_positions.place = members.place
    where neighbors.neighbor_place <> members.place
),

int_content_neighbors as (
    select
        feature_sets.collection,
        feature_sets.feature_set,
        case
            when found.measure <> 'value_cosine' then found.measure
            when feature_sets.weighed_by = 'rarity' then 'cosine_idf'
            else 'cosine'
        end as ranked_by,
        items.item_id,
        found.rank,
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
    from leave_out_the_item as found
    inner join measures
        on
            measures.measure = found.measure
            and measures.set_number = found.set_number
            and measures.neighbor_number = found.neighbor_number
    inner join feature_sets on feature_sets.feature_set_key = found.feature_set_key
    inner join items_of_sets as items
        on items.item_number = {{ number_in('found.feature_set_key', 'found.place') }}
    inner join items_of_sets as neighbor_items
        on neighbor_items.item_number = {{ number_in('found.feature_set_key', 'found.neighbor_place') }}
    where found.rank <= {{ var('content_neighbors') }}
)

select * from int_content_neighbors
