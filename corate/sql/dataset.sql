-- The dataset $dataset_id, as manifests state it, and the rating from which an item counts as liked.
select
    dataset_id,
    source,
    edition,
    title,
    url,
    licence,
    redistribution,
    research_only,
    attribution,
    citation,
    interactions as row_count,
    fingerprint,
    liked_from
from catalog.datasets
where dataset_id = $dataset_id
