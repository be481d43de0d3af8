-- How much Wikidata knows of the films of each dataset, in all and by the decade of their release,
-- counted in one pass so that both public tables say the same.
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

items as (
    select
        imdb_id,
        wikidata_id,
        items_of_film
    from {{ ref('int_wikidata_items') }}
    where is_chosen
),

claims as (
    select
        imdb_id,
        wikidata_id,
        kind,
        property_id,
        value_id
    from {{ ref('int_wikidata_claims') }}
),

unlabeled as (
    select entity_id
    from {{ ref('int_wikidata_labels') }}
    where not is_labeled
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
            order by source_row, release_year
        ) = 1
),

summarize_outcomes as (
    select
        imdb_id,
        count(case when outcome = 'failed' then 1 end) > 0 as has_failed
    from outcomes
    group by imdb_id
),

take_claims_of_items as (
    select
        items.imdb_id,
        claims.kind,
        claims.property_id,
        claims.value_id
    from items
    inner join claims
        on
            claims.imdb_id = items.imdb_id
            and claims.wikidata_id = items.wikidata_id
),

summarize_claims as (
    select
        imdb_id,
        count(case when kind = 'cast' then 1 end) > 0 as has_cast,
        count(case when kind = 'genre' then 1 end) > 0 as has_genres,
        count(case when kind = 'topic' then 1 end) > 0 as has_topics
    from take_claims_of_items
    group by imdb_id
),

-- an entity counts once, in however many of the films it is
list_unlabeled as (
    select
        items.imdb_id,
        items.wikidata_id as entity_id
    from items
    where items.wikidata_id in (select unlabeled.entity_id from unlabeled)
    union
    select
        imdb_id,
        value_id as entity_id
    from take_claims_of_items
    where value_id in (select unlabeled.entity_id from unlabeled)
    union
    select
        imdb_id,
        property_id as entity_id
    from take_claims_of_items
    where property_id in (select unlabeled.entity_id from unlabeled)
),

describe_films as (
    select
        take_films_once.dataset_id,
        take_films_once.release_decade,
        take_films_once.imdb_id,
        summarize_outcomes.imdb_id is not null as is_asked,
        coalesce(summarize_outcomes.has_failed, false) as has_failed,
        items.imdb_id is not null as is_linked,
        coalesce(summarize_claims.has_cast, false) as has_cast,
        coalesce(summarize_claims.has_genres, false) as has_genres,
        coalesce(summarize_claims.has_topics, false) as has_topics,
        coalesce(items.items_of_film, 0) > 1 as has_collision
    from take_films_once
    left join summarize_outcomes on summarize_outcomes.imdb_id = take_films_once.imdb_id
    left join items on items.imdb_id = take_films_once.imdb_id
    left join summarize_claims on summarize_claims.imdb_id = take_films_once.imdb_id
),

repeat_for_total as (
    select
        dataset_id,
        'all' as scope,
        cast(null as integer) as release_decade,
        imdb_id,
        is_asked,
        has_failed,
        is_linked,
        has_cast,
        has_genres,
        has_topics,
        has_collision
    from describe_films
    union all
    select
        dataset_id,
        'decade' as scope,
        release_decade,
        imdb_id,
        is_asked,
        has_failed,
        is_linked,
        has_cast,
        has_genres,
        has_topics,
        has_collision
    from describe_films
),

count_films as (
    select
        dataset_id,
        scope,
        release_decade,
        count(*) as movies,
        count(case when is_asked then 1 end) as asked,
        count(case when is_linked then 1 end) as linked,
        count(case when has_cast then 1 end) as with_cast,
        count(case when has_genres then 1 end) as with_genres,
        count(case when has_topics then 1 end) as with_topics,
        count(case when has_collision then 1 end) as collisions,
        count(case when has_failed then 1 end) as failed
    from repeat_for_total
    group by
        dataset_id,
        scope,
        release_decade
),

count_unlabeled as (
    select
        repeat_for_total.dataset_id,
        repeat_for_total.scope,
        repeat_for_total.release_decade,
        count(distinct list_unlabeled.entity_id) as missing_labels
    from repeat_for_total
    inner join list_unlabeled on list_unlabeled.imdb_id = repeat_for_total.imdb_id
    group by
        repeat_for_total.dataset_id,
        repeat_for_total.scope,
        repeat_for_total.release_decade
),

int_wikidata_coverage as (
    select
        count_films.dataset_id,
        count_films.scope,
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
            and count_unlabeled.scope = count_films.scope
            -- films without a year make a group of their own
            and coalesce(count_unlabeled.release_decade, 0) = coalesce(count_films.release_decade, 0)
)

select * from int_wikidata_coverage
