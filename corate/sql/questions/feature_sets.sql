-- The sets of features by which items are compared: of $collection, or (null) of all collections.
select
    collection,
    feature_set,
    items,
    is_compared
from similarity.feature_sets
where
    items > 0
    and ($collection is null or collection = $collection)
order by collection, feature_set
