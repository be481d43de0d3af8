-- What is landed, and what its licence says.
select
    dataset_id,
    coalesce(title, dataset_id) as title,
    edition,
    url,
    licence,
    redistribution,
    research_only,
    attribution,
    citation,
    -- a list of models or videos has none
    nullif(users, 0) as users,
    nullif(items, 0) as items,
    nullif(interactions, 0) as interactions,
    rejected_rows,
    first_rated_at,
    last_rated_at
from catalog.datasets
order by dataset_id
