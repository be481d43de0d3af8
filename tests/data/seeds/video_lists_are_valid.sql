-- Every cell of seeds/video_lists.csv that cannot be right, one row a problem. It runs after all that is made of lists,
-- so that a wrong line keeps its own list alone from being built.
-- depends_on: {{ ref('videos__problems') }}
select
    dataset_id,
    column_name,
    cell,
    problem,
from {{ ref('int_video_list_problems') }}
