-- The neighbours of each recipe in a database that Corate made, in the terms of mixed.neighbors_outcome.
with tell_neighbors as (
    select
        recipe_id,
        md5_number_lower(concat_ws('|', recipe_id, item_id, rank, neighbor_id)) % 1099511627776 as digits
    from similarity.item_neighbors
),

add_up as (
    select
        recipe_id,
        count(*) || ' rows, digits ' || sum(digits) as told
    from tell_neighbors
    group by recipe_id
)

select coalesce(map_from_entries(list((recipe_id, told))), map {}) as neighbors
from add_up
