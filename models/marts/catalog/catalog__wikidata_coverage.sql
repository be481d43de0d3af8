with counts as (
    select
        dataset_id,
        scope,
        movies,
        asked,
        linked,
        with_cast,
        with_genres,
        with_topics,
        collisions,
        missing_labels,
        failed
    from {{ ref('int_wikidata_coverage') }}
),

catalog__wikidata_coverage as (
    select
        dataset_id,
        movies,
        asked,
        linked,
        with_cast,
        with_genres,
        with_topics,
        collisions,
        missing_labels,
        failed
    from counts
    where scope = 'all'
)

select * from catalog__wikidata_coverage
