-- Neighbours stand in the order of the measure, then of what they share, then of popularity and id, and
-- are no more than are wanted. (Roots of different squares may be rounded to the same cosine: ties are
-- looked at by Jaccard.) One row for each that is out of order.
with neighbors as (
    select
        collection,
        feature_set,
        ranked_by,
        item_id,
        rank,
        neighbor_id,
        shared,
        jaccard,
        case ranked_by
            when 'jaccard' then jaccard
            when 'cosine' then cosine
            else cosine_idf
        end as measure
    from {{ ref('int_content_neighbors') }}
),

items as (
    select
        collection,
        item_id,
        place
    from {{ ref('int_content_items') }}
),

look_back as (
    select
        neighbors.*,
        items.place,
        lag(neighbors.measure) over one_list as measure_before,
        lag(neighbors.shared) over one_list as shared_before,
        lag(items.place) over one_list as place_before
    from neighbors
    inner join items
        on
            items.collection = neighbors.collection
            and items.item_id = neighbors.neighbor_id
    window one_list as (
        partition by neighbors.collection, neighbors.feature_set, neighbors.ranked_by, neighbors.item_id
        order by neighbors.rank
    )
)

select *
from look_back
where
    rank > {{ var('content_neighbors') }}
    -- the cosine is rounded once more than what is ranked by
    or measure_before < measure - 1e-12
    or (
        ranked_by = 'jaccard'
        and measure_before = measure
        and (
            shared_before < shared
            or (shared_before = shared and place_before > place)
        )
    )
