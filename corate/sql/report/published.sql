-- Published figures of what is landed, beside ours; those that differ first.
with unite_figures as (
    select
        recipe_id,
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
        recipe_id,
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
    recipe_id,
    source,
    measure
