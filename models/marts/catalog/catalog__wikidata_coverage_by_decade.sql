with counts as (
    select
        dataset_id,
        release_decade,
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

catalog__wikidata_coverage_by_decade as (
    select
        dataset_id,
        release_decade,
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
    where scope = 'decade'
)

select * from catalog__wikidata_coverage_by_decade
