-- How well each method finds the videos that are worth watching, after each round of labels: among those that it did
-- not learn from, by all labels that there are.
select
    dataset_id,
    learnt_until_round,
    method,
    value
from videos.metrics
where
    split = 'valid'
    and measure = 'average_precision'
    and value is not null
qualify judged_until_round = max(judged_until_round) over (partition by dataset_id)
order by
    dataset_id,
    learnt_until_round,
    method
