-- The videos to label next, in order.
select
    dataset_id,
    position,
    video_id,
    title,
    url,
    reason,
    published_on,
    views_per_day,
    score
from videos.labeling_queue
order by
    dataset_id,
    position
