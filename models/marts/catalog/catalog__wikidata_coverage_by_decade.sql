with films as (
    select
        dataset_id,
        release_decade,
        is_asked,
        has_failed,
        is_linked,
        has_collision,
        has_cast,
        has_genres,
        has_topics,
        unlabeled_ids
    from {{ ref('int_wikidata_films') }}
),

count_films as (
    select
        dataset_id,
        release_decade,
        count(*) as movies,
        count(case when is_asked then 1 end) as asked,
        count(case when is_linked then 1 end) as linked,
        count(case when has_cast then 1 end) as with_cast,
        count(case when has_genres then 1 end) as with_genres,
        count(case when has_topics then 1 end) as with_topics,
        count(case when has_collision then 1 end) as collisions,
        count(case when has_failed then 1 end) as failed
    from films
    group by
        dataset_id,
        release_decade
),

list_unlabeled as (
    select
        dataset_id,
        release_decade,
        {{ unnest_list('unlabeled_ids') }} as entity_id
    from films
),

-- an entity counts once, in however many of the films it is
count_unlabeled as (
    select
        dataset_id,
        release_decade,
        count(distinct entity_id) as missing_labels
    from list_unlabeled
    group by
        dataset_id,
        release_decade
),

catalog__wikidata_coverage_by_decade as (
    select
        count_films.dataset_id,
        count_films.release_decade,
        count_films.movies,
        count_films.asked,
        count_films.linked,
        count_films.with_cast,
        count_films.with_genres,
        count_films.with_topics,
        count_films.collisions,
        coalesce(count_unlabeled.missing_labels, 0) as missing_labels,
        count_films.failed
    from count_films
    left join count_unlabeled
        on
            count_unlabeled.dataset_id = count_films.dataset_id
            -- films without a year make a group of their own
            and coalesce(count_unlabeled.release_decade, 0) = coalesce(count_films.release_decade, 0)
)

select * from catalog__wikidata_coverage_by_decade
