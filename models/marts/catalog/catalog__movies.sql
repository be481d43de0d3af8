with films as (
    select
        dataset_id,
        source,
        source_row,
        item_id,
        imdb_id,
        title,
        release_year,
        genres,
    from {{ ref('int_films') }}
    where imdb_id is not null
),

-- MovieLens writes titles with more care than tweets do; among editions the order of their ids
-- decides, so that the choice is the same everywhere.
choose_description as (
    select
        imdb_id,
        title,
        release_year,
    from films
    qualify row_number() over (
            partition by imdb_id
            order by source, dataset_id, source_row
        ) = 1
),

list_genres as (
    select
        imdb_id,
        source,
        {{ unnest_list('genres') }} as genre,
    from films
),

collect_genres as (
    select
        imdb_id,
        {{ distinct_list("case when source = 'movielens' then genre end") }} as movielens_genres,
        {{ distinct_list("case when source = 'movietweetings' then genre end") }} as movietweetings_genres,
    from list_genres
    group by imdb_id
),

collect_datasets as (
    select
        imdb_id,
        {{ distinct_list('dataset_id') }} as dataset_ids,
    from films
    group by imdb_id
),

movies as (
    select
        choose_description.imdb_id,
        choose_description.title,
        choose_description.release_year,
        coalesce(collect_genres.movielens_genres, {{ empty_text_list() }}) as movielens_genres,
        coalesce(collect_genres.movietweetings_genres, {{ empty_text_list() }}) as movietweetings_genres,
        collect_datasets.dataset_ids,
    from choose_description
    inner join collect_datasets on collect_datasets.imdb_id = choose_description.imdb_id
    left join collect_genres on collect_genres.imdb_id = choose_description.imdb_id
)

select * from movies
