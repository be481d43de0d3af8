with films as (
    select
        dataset_id,
        source,
        source_row,
        item_id,
        imdb_id,
        title,
        release_year,
        genres
    from {{ ref('int_films') }}
    where imdb_id is not null
),

wikidata_items as (
    select
        imdb_id,
        wikidata_id
    from {{ ref('catalog__wikidata_items') }}
    where is_chosen
),

movie_credits as (
    select
        imdb_id,
        person_id,
        person_label
    from {{ ref('catalog__movie_credits') }}
),

movie_genres as (
    select
        imdb_id,
        genre_id,
        genre_label
    from {{ ref('catalog__movie_genres') }}
),

movie_topics as (
    select
        imdb_id,
        topic_id,
        topic_label
    from {{ ref('catalog__movie_topics') }}
),

-- MovieLens writes titles with more care than tweets do; among editions the order of their ids
-- decides, so that the choice is the same everywhere.
choose_description as (
    select
        imdb_id,
        title,
        release_year
    from films
    qualify row_number() over (
            partition by imdb_id
            order by source, dataset_id, source_row nulls last
        ) = 1
),

list_genres as (
    select
        imdb_id,
        source,
        {{ unnest_list('genres') }} as genre
    from films
),

collect_genres as (
    select
        imdb_id,
        {{ distinct_list("case when source = 'movielens' then genre end") }} as movielens_genres,
        {{ distinct_list("case when source = 'movietweetings' then genre end") }} as movietweetings_genres
    from list_genres
    group by imdb_id
),

collect_datasets as (
    select
        imdb_id,
        {{ distinct_list('dataset_id') }} as dataset_ids
    from films
    group by imdb_id
),

-- a person may have several roles in a film and is named once
take_people_once as (
    select distinct
        imdb_id,
        person_id,
        person_label
    from movie_credits
),

list_cast as (
    select
        imdb_id,
        {{ ordered_list('person_label', wikidata_number('person_id')) }} as cast_names
    from take_people_once
    group by imdb_id
),

list_wikidata_genres as (
    select
        imdb_id,
        {{ ordered_list('genre_label', wikidata_number('genre_id')) }} as genre_labels
    from movie_genres
    group by imdb_id
),

list_topics as (
    select
        imdb_id,
        {{ ordered_list('topic_label', wikidata_number('topic_id')) }} as topic_labels
    from movie_topics
    group by imdb_id
),

catalog__movies as (
    select
        choose_description.imdb_id,
        choose_description.title,
        choose_description.release_year,
        coalesce(collect_genres.movielens_genres, {{ empty_text_list() }}) as movielens_genres,
        coalesce(collect_genres.movietweetings_genres, {{ empty_text_list() }}) as movietweetings_genres,
        collect_datasets.dataset_ids,
        wikidata_items.wikidata_id,
        coalesce(list_cast.cast_names, {{ empty_text_list() }}) as cast_names,
        coalesce(list_wikidata_genres.genre_labels, {{ empty_text_list() }}) as genre_labels,
        coalesce(list_topics.topic_labels, {{ empty_text_list() }}) as topic_labels
    from choose_description
    inner join collect_datasets on collect_datasets.imdb_id = choose_description.imdb_id
    left join collect_genres on collect_genres.imdb_id = choose_description.imdb_id
    left join wikidata_items on wikidata_items.imdb_id = choose_description.imdb_id
    left join list_cast on list_cast.imdb_id = choose_description.imdb_id
    left join list_wikidata_genres on list_wikidata_genres.imdb_id = choose_description.imdb_id
    left join list_topics on list_topics.imdb_id = choose_description.imdb_id
)

select * from catalog__movies
