-- Published figures of what is landed, beside ours; those that differ first.
with unite_figures as (
    select
        coalesce(recipe_id, dataset_id) as of_what,
        measure,
        published_value,
        our_value,
        agreement,
        note,
        source,
        source_url
    from benchmarks.published_counts
    union all
    select
        coalesce(recipe_id, dataset_id) as of_what,
        method || ', ' || metric || case when k is null then '' else '@' || k end as measure,
        published_value,
        our_value,
        agreement,
        coalesce(note, cause) as note,
        source,
        source_url
    from recommendations.published_metrics
)

select *
from unite_figures
where agreement <> 'not landed'
order by
    agreement = 'agrees',
    of_what,
    source,
    measure
