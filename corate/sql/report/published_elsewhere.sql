-- How many published figures are known of what is not landed.
select count(*) as figures
from (
    select agreement from benchmarks.published_counts
    union all
    select agreement from recommendations.published_metrics
) as unite_figures
where agreement = 'not landed'
