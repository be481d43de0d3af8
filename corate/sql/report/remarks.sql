-- What stands out in what was landed, the most frequent first.
select
    dataset_id,
    subject,
    column_name,
    what,
    found,
    total,
    advice
from catalog.landing_remarks
order by
    dataset_id asc,
    found desc,
    subject asc,
    column_name asc nulls first,
    what asc
