-- What Corate made of the two methods, in the terms of peers/rectools_work.py: ties are settled in other ways, so that
-- recall is told to three digits.
with told as (
    select
        method || ' ' || split as list,
        printf('%d users, recall at 20 %.3f', users, recall) as figures
    from recommendations.metrics
    where k = 20
)

select map_from_entries(list((list, figures) order by list)) as lists
from told
