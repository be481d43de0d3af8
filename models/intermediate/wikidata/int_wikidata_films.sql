-- What Wikidata knows of the films of each dataset.
with films as (
    select
        dataset_id,
        source_row,
        imdb_id,
        release_year
    from {{ ref('int_films') }}
    where imdb_id is not null
),

outcomes as (
    select
        imdb_id,
        outcome
    from {{ ref('int_wikidata_outcomes') }}
),

statements as (
    select
        imdb_id,
        wikidata_id,
        item_label,
        items_of_film,
        kind,
        property_id,
        property_label,
        value_id,
        value_label
    from {{ ref('int_wikidata_statements') }}
    where is_chosen
),

-- a dataset may list a film twice; its first line counts
take_films_once as (
    select
        dataset_id,
        imdb_id,
        {{ whole_quotient('release_year', 10) }} * 10 as release_decade
    from films
    qualify row_number() over (
            partition by dataset_id, imdb_id
            order by source_row nulls last, release_year nulls last
        ) = 1
),

summarize_outcomes as (
    select
        imdb_id,
        count(case when outcome = 'failed' then 1 end) > 0 as has_failed
    from outcomes
    group by imdb_id
),

summarize_statements as (
    select
        imdb_id,
        max(items_of_film) > 1 as has_collision,
        count(case when kind = 'cast' then 1 end) > 0 as has_cast,
        count(case when kind = 'genre' then 1 end) > 0 as has_genres,
        count(case when kind = 'topic' then 1 end) > 0 as has_topics
    from statements
    group by imdb_id
),

-- what has no label goes by its id
find_unlabeled as (
    select
        imdb_id,
        wikidata_id as entity_id
    from statements
    where item_label = wikidata_id
    union all
    select
        imdb_id,
        property_id as entity_id
    from statements
    where property_label = property_id
    union all
    select
        imdb_id,
        value_id as entity_id
    from statements
    where value_label = value_id
),

collect_unlabeled as (
    select
        imdb_id,
        {{ distinct_list('entity_id') }} as unlabeled_ids
    from find_unlabeled
    group by imdb_id
),

int_wikidata_films as (
    select
        take_films_once.dataset_id,
        take_films_once.imdb_id,
        take_films_once.release_decade,
        summarize_outcomes.imdb_id is not null as is_asked,
        coalesce(summarize_outcomes.has_failed, false) as has_failed,
        summarize_statements.imdb_id is not null as is_linked,
        coalesce(summarize_statements.has_collision, false) as has_collision,
        coalesce(summarize_statements.has_cast, false) as has_cast,
        coalesce(summarize_statements.has_genres, false) as has_genres,
        coalesce(summarize_statements.has_topics, false) as has_topics,
        coalesce(collect_unlabeled.unlabeled_ids, {{ empty_text_list() }}) as unlabeled_ids
    from take_films_once
    left join summarize_outcomes on summarize_outcomes.imdb_id = take_films_once.imdb_id
    left join summarize_statements on summarize_statements.imdb_id = take_films_once.imdb_id
    left join collect_unlabeled on collect_unlabeled.imdb_id = take_films_once.imdb_id
)

select * from int_wikidata_films
